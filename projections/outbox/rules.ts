import { type EventKind, isImported, type Recorded } from '@/domain/events'
import { type NewTask, newTask } from '@/redis/queue'
import { enviarEnlace, notificar } from './tasks'

/** The task that an event bears, if it does. */
type Rule = (event: Recorded) => NewTask | null

const notify: Rule = ({ sobre }) => {
  const { eventoId, sujeto, version, posicion, fechaRegistro } = sobre
  const datos = { eventoId, ticketId: sujeto.id, version, posicion }
  return newTask(notificar, datos, { id: `notificar:${eventoId}`, vence: fechaRegistro, eventoId })
}

const mailLink: Rule = (event) => {
  if (event.tipo !== 'enlace_acceso' || event.datos.accion !== 'enviar') return null
  const { eventoId, sujeto, version, fechaRegistro } = event.sobre
  const datos = { cuentaId: sujeto.id, version }
  return newTask(enviarEnlace, datos, { id: `enlace:${eventoId}`, vence: fechaRegistro, eventoId })
}

/** Which events bear which tasks. Ids come from the event: borne again, a task is the same one. */
const RULES: { readonly [kind in EventKind]?: readonly Rule[] } = {
  creacion: [notify],
  comentario: [notify],
  cambio_estado: [notify],
  asignacion: [notify],
  cierre: [notify],
  cambio_prioridad: [notify],
  cambio_categoria: [notify],
  edicion: [notify],
  enlace_acceso: [mailLink],
}

/** The tasks that these events bear, in the log's order. */
export function tasksOf(events: readonly Recorded[]): NewTask[] {
  return events.flatMap((event) => {
    if (isImported(event)) return []
    return (RULES[event.tipo] ?? []).flatMap((rule) => rule(event) ?? [])
  })
}
