'use server'

import { getTranslations } from 'next-intl/server'
import type { FormState } from '@/components/form-state'
import { AjustarServicio } from '@/domain/cuenta/commands'
import { CUENTA_SISTEMA } from '@/domain/values'
import { ACCIONES } from '@/metrics/advice/rules'
import { log } from '@/metrics/log'
import { getRuntime } from '@/runtime'
import { TUNING } from '@/runtime/metrics/actions'
import { requireRole } from '../lib/session'
import { FormReader } from './form-reader'
import { giveCommand } from './give-command'

/** Runs a tuning action: first it is noted who runs it, then it is done. */
export async function ajustarServicioAction(_previous: FormState, formData: FormData): Promise<FormState> {
  await requireRole('admin')
  const form = new FormReader(formData)
  const [comandoId, valores] = [form.text('comandoId'), form.draft()]
  const t = await getTranslations('metricas.accion')
  const accion = ACCIONES.find((one) => one === form.text('accion'))
  const { run, objetos } = accion === undefined ? {} : TUNING[accion]
  const objeto = objetos?.find((one) => one === form.text('objeto')) ?? null
  if (accion === undefined || run === undefined || (objetos && objeto === null))
    return {
      estado: 'rechazado',
      comandoId,
      codigo: 'ACCION_DESCONOCIDA',
      mensaje: t('desconocida'),
      valores,
    }
  const noted = await giveCommand({
    schema: AjustarServicio,
    datos: { tipo: 'ajustar_servicio', cuentaId: CUENTA_SISTEMA, accion, objeto },
    comandoId,
    version: undefined,
    valores,
  })
  if (noted.estado !== 'aceptado') return noted
  try {
    const n = await run(await getRuntime(), objeto)
    return { ...noted, mensaje: t('hecha', { detalle: t(`detalle_${accion}`, { n }) }) }
  } catch (error) {
    log.error({ err: error, accion, objeto }, 'ajuste')
    return {
      estado: 'rechazado',
      comandoId: noted.comandoId,
      codigo: 'ACCION_FALLIDA',
      mensaje: t('fallida'),
      valores,
    }
  }
}
