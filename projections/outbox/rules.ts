import type { EventKind, Recorded } from '@/domain/events'
import { type NewTask, newTask } from '@/redis/queue'
import { notificar } from './tasks'

/** The tasks that an event bears. */
type Rule = (event: Recorded) => NewTask

const notify: Rule = ({ sobre }) => {
  const { eventoId, sujeto, version, posicion, fechaRegistro } = sobre
  const datos = { eventoId, ticketId: sujeto.id, version, posicion }
  return newTask(notificar, datos, { id: `notificar:${eventoId}`, vence: fechaRegistro, eventoId })
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
}

// What happened more than a day before it was recorded was brought in from elsewhere: nobody waits to hear of it.
const OLD_MS = 24 * 60 * 60_000

/** The tasks that these events bear, in the log's order. */
export function tasksOf(events: readonly Recorded[]): NewTask[] {
  return events.flatMap((event) => {
    const { fecha, fechaRegistro } = event.sobre
    if (Date.parse(fechaRegistro) - Date.parse(fecha) > OLD_MS) return []
    return (RULES[event.tipo] ?? []).map((rule) => rule(event))
  })
}
