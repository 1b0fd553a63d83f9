import type { Recorded } from '@/domain/events'
import type { TicketEvent, TicketEventKind } from '@/domain/ticket/events'
import { evolve } from '@/domain/ticket/evolve'
import type { TicketState } from '@/domain/ticket/state'

/** What is known of a ticket. */
export const CAMPOS = [
  'titulo',
  'descripcion',
  'estado',
  'prioridad',
  'categoria',
  'asignado',
  'solicitante',
] as const
export type Campo = (typeof CAMPOS)[number]
type PerCampo<T> = Readonly<Record<Campo, T>>

/** Since when a field has its value, by whom, and by which command. */
export interface Procedencia {
  readonly version: number
  readonly fecha: string
  /** The author's name today; empty where the account is not there. */
  readonly autor: string
  readonly tipo: TicketEventKind
  /** True where the event reopened the ticket: a `cambio_estado` like others but for that. */
  readonly reabre: boolean
  readonly comandoId: string
}
export type Procedencias = PerCampo<Procedencia>

type Origins = PerCampo<Recorded<TicketEvent>>

/** The state that events in order make, and for each field the last of them that set it; null without any. */
export function foldWithOrigins(
  events: readonly Recorded<TicketEvent>[],
): { readonly estado: TicketState; readonly origenes: Origins } | null {
  const [creacion, ...rest] = events
  if (!creacion) return null
  let estado = evolve(null, creacion, creacion.sobre.fecha)
  let origenes = perCampo(() => creacion)
  for (const event of rest) {
    estado = evolve(estado, event, event.sobre.fecha)
    const set = camposOf(event)
    origenes = perCampo((campo) => (set.includes(campo) ? event : origenes[campo]))
  }
  return { estado, origenes }
}

/** Tells of each field's event what a person asks, with the names of accounts at hand. */
export function procedenciasOf(
  origenes: Origins,
  people: ReadonlyMap<number, { readonly nombre: string }>,
): Procedencias {
  return perCampo((campo) => {
    const event = origenes[campo]
    const { version, fecha, usuarioId, comandoId } = event.sobre
    const reabre = event.tipo === 'cambio_estado' && event.datos.de === 'cerrado'
    return { version, fecha, autor: people.get(usuarioId)?.nombre ?? '', tipo: event.tipo, reabre, comandoId }
  })
}

function perCampo<T>(make: (campo: Campo) => T): PerCampo<T> {
  return {
    titulo: make('titulo'),
    descripcion: make('descripcion'),
    estado: make('estado'),
    prioridad: make('prioridad'),
    categoria: make('categoria'),
    asignado: make('asignado'),
    solicitante: make('solicitante'),
  }
}

/** The fields that an event after the creation gives a value to; none for what was said. */
export function camposOf(event: TicketEvent): readonly Campo[] {
  switch (event.tipo) {
    case 'creacion':
    case 'comentario':
      return []
    case 'cambio_estado':
    case 'cierre':
      return ['estado']
    case 'asignacion':
      return ['asignado']
    case 'cambio_prioridad':
      return ['prioridad']
    case 'cambio_categoria':
      return ['categoria']
    case 'edicion':
      return event.datos.campos
  }
}
