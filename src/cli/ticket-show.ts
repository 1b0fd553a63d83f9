import {
  type Cuando,
  type Punto,
  resolveVersion,
  type TicketAsOf,
  ticketAsOfQuery,
} from '@projections/linea_tiempo/as-of'
import type { Procedencias } from '@projections/linea_tiempo/provenance'
import { type TimelineItem, timelineQuery } from '@projections/linea_tiempo/timeline'
import { findTicketQuery, type TicketDetail } from '@projections/tickets/detail'
import { InvalidArgumentError } from 'commander'
import type { Connection } from '@/db/client'
import dominio from '@/i18n/es/dominio.json'
import { CliError } from './failures'
import { parsePoint } from './moments'
import { moment, type OutputOptions, printResult, table } from './output'
import { type Remote, type RemoteOptions, remoteOf } from './remote'
import { findRemote, historyOfRemote } from './remote-tickets'
import { describeEvent } from './ticket-events'
import { VIEWER, withRuntime } from './work'

export interface ShowOptions extends OutputOptions, RemoteOptions {
  readonly at?: Cuando
}

/** Reads `--at`: a version, or an instant that has passed. */
export function readAt(text: string): Cuando {
  const point = parsePoint(text)
  if ('numero' in point) return { version: point.numero }
  if (Date.parse(point.instante) > Date.now())
    throw new InvalidArgumentError('se esperaba un instante que ya haya pasado')
  return { momento: point.instante }
}

/** `ticket show`: a ticket and its history, now or as of a version or an instant. */
export async function runShow(id: number, options: ShowOptions): Promise<void> {
  const remote = remoteOf(options)
  if (remote) return await showRemote(remote, id, options)
  await withRuntime(async ({ db }) => {
    const reader = db.as('api_server')
    const ticket = await findTicketQuery(reader, VIEWER, id)
    if (!ticket) throw new CliError(`No existe el ticket ${id}.`)
    if (options.at !== undefined) return await showPast(reader, ticket, options.at, options)
    const eventos = await historyOf(reader, id, Number.MAX_SAFE_INTEGER)
    printResult(options, { ticket, eventos }, [describeTicket(ticket), history(eventos)].join('\n\n'))
  })
}

async function showRemote(remote: Remote, id: number, options: ShowOptions): Promise<void> {
  const ticket = await findRemote(remote, id, options.at)
  const past = options.at !== undefined
  const eventos = await historyOfRemote(remote, id, past ? ticket.version : Number.MAX_SAFE_INTEGER)
  const { version } = ticket
  const text = [
    ...(past ? [`Así estaba en la versión ${version}`] : []),
    describeTicket(ticket),
    history(eventos),
  ]
  printResult(options, past ? { version, ticket, eventos } : { ticket, eventos }, text.join('\n\n'))
}

async function showPast(
  db: Connection,
  present: TicketDetail,
  at: Cuando,
  options: OutputOptions,
): Promise<void> {
  const punto = await resolveVersion(db, VIEWER, present.id, at)
  const asOf = punto && (await ticketAsOfQuery(db, VIEWER, present.id, punto.version))
  if (!asOf) {
    const asked = 'momento' in at ? `El ${moment(at.momento)} (UTC)` : `En la versión ${at.version}`
    const opened = moment(present.fechaCreacion)
    throw new CliError(`${asked} el ticket ${present.id} aún no existía: se abrió el ${opened}.`)
  }
  const eventos = await historyOf(db, present.id, punto.version)
  const { ticket, desde } = asOf
  const text = [banner(punto, at), describeTicket(ticket), origins(asOf), history(eventos)].join('\n\n')
  printResult(options, { version: punto.version, ultima: punto.ultima, ticket, desde, eventos }, text)
}

/** All events up to a version, in order. */
async function historyOf(db: Connection, id: number, version: number): Promise<TimelineItem[]> {
  const timeline: TimelineItem[] = []
  for (let hasta: number | null = version + 1; hasta !== null; ) {
    const page = await timelineQuery(db, VIEWER, id, { hasta, limite: 200 })
    timeline.unshift(...page.eventos)
    hasta = page.anterior
  }
  return timeline
}

function banner({ version, fecha, ultima }: Punto, at: Cuando): string {
  const when = moment('momento' in at ? at.momento : fecha)
  return `Así estaba el ${when} (UTC), versión ${version} de ${ultima}`
}

function describeTicket(ticket: TicketDetail): string {
  const { titulo, descripcion, estado, prioridad, categoria, solicitante, asignado } = ticket
  const cierre = ticket.fechaCierre === null ? '' : ` · Cerrado: ${moment(ticket.fechaCierre)}`
  return [
    `#${ticket.id} ${titulo}`,
    `Estado: ${dominio.estado[estado]} · Prioridad: ${dominio.prioridad[prioridad]} · Categoría: ${categoria ?? '—'}`,
    `Solicitante: ${solicitante} · Asignado a: ${asignado ?? '—'}`,
    `Creado: ${moment(ticket.fechaCreacion)} · Actualizado: ${moment(ticket.fechaActualizacion)}${cierre} (UTC)`,
    '',
    descripcion,
  ].join('\n')
}

const CAMPOS: readonly (readonly [keyof Procedencias, string])[] = [
  ['titulo', 'Título'],
  ['descripcion', 'Descripción'],
  ['estado', 'Estado'],
  ['prioridad', 'Prioridad'],
  ['categoria', 'Categoría'],
  ['asignado', 'Asignado a'],
  ['solicitante', 'Solicitante'],
]

/** Since when each field has its value, by whom and by which command. */
function origins({ desde }: TicketAsOf): string {
  const rows = CAMPOS.map(([campo, name]) => {
    const { fecha, autor, tipo, version, comandoId } = desde[campo]
    return [name, moment(fecha), autor, tipo, String(version), comandoId]
  })
  return table(['CAMPO', 'DESDE (UTC)', 'POR', 'EVENTO', 'VERSIÓN', 'COMANDO'], rows)
}

function history(eventos: readonly TimelineItem[]): string {
  return ['Historial', ...eventos.map(line)].join('\n')
}

function line(item: TimelineItem): string {
  const { version, fecha } = item.evento.sobre
  const text = describeEvent(item).replaceAll('\n', '\n      ')
  return `${String(version).padStart(4)}  ${moment(fecha)}  ${item.autor}: ${text}`
}
