import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import { isTicketEvent } from '@/domain/events'
import type { TicketEventKind } from '@/domain/ticket/events'
import { seesOnlyOwn, type Viewer } from '@/domain/viewer'
import { decodeEvent } from '@/events/codec'
import { EVENT_COLUMNS, StoredEvent } from '@/events/stored'
import { OF_OWN_TICKETS } from './own'
import type { Campo } from './provenance'
import { nameEvents, type TimelineItem } from './timeline'

/** A value that a field has had: the event that set it. */
export interface FieldValue {
  readonly item: TimelineItem
  /** What it was set to, as it is stored; null where there was none, or where its text was erased. */
  readonly valor: string | null
  /** The text of this event was erased. */
  readonly borrado: boolean
}

export interface FieldValues {
  /** The newest first. */
  readonly valores: readonly FieldValue[]
  /** True where there are older ones, which the history tells. */
  readonly mas: boolean
}

/** So many values of a field are shown: more is the history's to tell. */
export const VALUES_SHOWN = 20

/** The kinds of event that set each field, beside the creation. Who opened a ticket never changes. */
const KINDS: Readonly<Record<Campo, readonly TicketEventKind[]>> = {
  titulo: ['creacion', 'edicion'],
  descripcion: ['creacion', 'edicion'],
  estado: ['creacion', 'cambio_estado', 'cierre'],
  prioridad: ['creacion', 'cambio_prioridad'],
  categoria: ['creacion', 'cambio_categoria'],
  asignado: ['creacion', 'asignacion'],
  solicitante: ['creacion'],
}

const values = (name: string, view: string, scope: string) =>
  defineQuery({
    name,
    roles: ['api_server'],
    sql: `SELECT ${EVENT_COLUMNS} FROM ${view} e
      WHERE e.ticket_id = :id AND e.version <= :hasta${scope}
        AND e.tipo IN (SELECT value FROM json_each(:tipos))
        AND (e.tipo <> 'edicion' OR :campo IN (SELECT value FROM json_each(e.metadata, '$.json.datos.campos')))
      ORDER BY e.version DESC LIMIT ${VALUES_SHOWN + 1}`,
    row: StoredEvent,
  })

const FOR_STAFF = values('linea_tiempo.valores.interna', 'linea_tiempo_interna', '')
const FOR_CLIENT = values('linea_tiempo.valores.cliente', 'linea_tiempo_cliente', OF_OWN_TICKETS)

/**
 * The newest VALUES_SHOWN values that a field of a ticket has had, up to a version, as this viewer may see them.
 * @returns none where there is no such ticket for this viewer
 */
export async function fieldValuesQuery(
  db: Connection,
  viewer: Viewer,
  ticketId: number,
  { campo, hasta }: { readonly campo: Campo; readonly hasta: number },
): Promise<FieldValues> {
  const args = { id: ticketId, hasta, campo, tipos: JSON.stringify(KINDS[campo]) }
  const filas = seesOnlyOwn(viewer)
    ? await db.all(FOR_CLIENT, { ...args, viewer: viewer.id })
    : await db.all(FOR_STAFF, args)
  const events = filas.slice(0, VALUES_SHOWN).map(decodeEvent).filter(isTicketEvent)
  const items = await nameEvents(db, events)
  return {
    valores: items.map((item) => ({ item, ...valueIn(item, campo) })),
    mas: filas.length > VALUES_SHOWN,
  }
}

type Value = Pick<FieldValue, 'valor' | 'borrado'>

/** What an event set a field to. */
function valueIn({ evento, nombres }: TimelineItem, campo: Campo): Value {
  switch (evento.tipo) {
    case 'creacion':
      return first({ evento, nombres }, campo)
    case 'cambio_estado':
    case 'cambio_prioridad':
    case 'cambio_categoria':
      return kept(evento.datos.a)
    case 'cierre':
      return kept('cerrado')
    case 'asignacion':
      return kept(evento.datos.a === null ? null : (nombres[evento.datos.a] ?? ''))
    case 'edicion':
      return campo === 'titulo' || campo === 'descripcion' ? text(evento.contenido?.[campo]?.a) : kept(null)
    case 'comentario':
      return kept(null)
  }
}

/** What a ticket was opened with. */
function first({ evento, nombres }: Pick<TimelineItem, 'evento' | 'nombres'>, campo: Campo): Value {
  if (evento.tipo !== 'creacion') return kept(null)
  const { datos, contenido } = evento
  switch (campo) {
    case 'titulo':
    case 'descripcion':
      return text(contenido?.[campo])
    case 'estado':
      return kept('abierto')
    case 'prioridad':
    case 'categoria':
      return kept(datos[campo])
    case 'asignado':
      return kept(null)
    case 'solicitante':
      return kept(nombres[datos.solicitanteId] ?? '')
  }
}

const kept = (valor: string | null): Value => ({ valor, borrado: false })
const text = (valor: string | undefined): Value => ({ valor: valor ?? null, borrado: valor === undefined })
