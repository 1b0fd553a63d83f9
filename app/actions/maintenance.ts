'use server'

import { getTranslations } from 'next-intl/server'
import type { FormState } from '@/components/form-state'
import { RegistrarMantenimiento } from '@/domain/cuenta/commands'
import { CUENTA_SISTEMA } from '@/domain/values'
import { enqueueTask } from '@/redis/queue'
import { getRuntime } from '@/runtime'
import { mantenimiento } from '@/worker/upkeep/calendar'
import { requireRole } from '../lib/session'
import { FormReader } from './form-reader'
import { giveCommand } from './give-command'

/** Asks for a backup or maintenance: first it is noted who did, then it is put in for the worker. */
export async function pedirMantenimientoAction(_previous: FormState, formData: FormData): Promise<FormState> {
  await requireRole('admin')
  const form = new FormReader(formData)
  const [comandoId, valores] = [form.text('comandoId'), form.draft()]
  const datos = {
    tipo: 'registrar_mantenimiento',
    cuentaId: CUENTA_SISTEMA,
    accion: form.text('accion'),
    fase: 'pedido',
    id: comandoId,
  }
  const noted = await giveCommand({
    schema: RegistrarMantenimiento,
    datos,
    comandoId,
    version: undefined,
    valores,
  })
  if (noted.estado !== 'aceptado') return noted
  const { queue } = await getRuntime()
  const { accion } = RegistrarMantenimiento.parse(datos)
  // The form's own id: sent twice, it is put in once.
  await enqueueTask(
    queue,
    mantenimiento,
    { accion, origen: 'pagina' },
    { id: `mantenimiento:${accion}:${comandoId}` },
  )
  return { ...noted, mensaje: (await getTranslations('mantenimiento.hacer'))('pedido') }
}
