'use server'

import { getTranslations } from 'next-intl/server'
import type { FormState } from '@/components/form-state'
import { GestionarTarea } from '@/domain/cuenta/commands'
import { CUENTA_SISTEMA } from '@/domain/values'
import { findTask, retryTask } from '@/redis/queue/status'
import { getRuntime } from '@/runtime'
import { giveUpTask } from '@/worker/webhooks/discard'
import { requireRole } from '../lib/session'
import { FormReader } from './form-reader'
import { giveCommand } from './give-command'

/** Gives a parked task another chance, or gives it up: first it is noted who decided so, then it is done. */
export async function gestionarTareaAction(_previous: FormState, formData: FormData): Promise<FormState> {
  await requireRole('admin')
  const form = new FormReader(formData)
  const [comandoId, valores, tareaId] = [form.text('comandoId'), form.draft(), form.text('tareaId')]
  const t = await getTranslations('tareas.accion')
  const { queue } = await getRuntime()
  const task = await findTask(queue, tareaId)
  if (task?.estado !== 'aparcada')
    return { estado: 'rechazado', comandoId, codigo: 'TAREA_NO_APARTADA', mensaje: t('yaNo'), valores }
  const accion = form.text('accion')
  const noted = await giveCommand({
    schema: GestionarTarea,
    datos: { tipo: 'gestionar_tarea', cuentaId: CUENTA_SISTEMA, accion, tareaId },
    comandoId,
    version: undefined,
    valores,
  })
  if (noted.estado !== 'aceptado') return noted
  const retries = accion === 'reintentar'
  await (retries ? retryTask(queue, tareaId) : giveUpTask(queue, task))
  return { ...noted, mensaje: t(retries ? 'reintentada' : 'descartada') }
}
