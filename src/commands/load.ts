import { fromJsonRow, jsonRow } from '@projections/engine/entity'
import { TICKETS, TicketRow } from '@projections/tickets/row'
import { CuentaRow, USUARIOS } from '@projections/usuarios/row'
import { z } from 'zod'
import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import { kindOf } from '@/events/codec'
import { GENERATION } from '@/events/guards'
import { UPCASTERS } from '@/events/upcasters'
import { accountsOf, emailOf, needsAdmin, subjectOf } from './names'
import type { CommandEnvelope } from './types'

/** More events behind than this, and what came between is not looked through: it counts as a conflict. */
export const MAX_BEHIND = 200

/** Of a command that is in the log already. */
export interface KnownCommand {
  readonly digest: string | null
  /** The id of its first event. */
  readonly evento: string
  readonly sujeto: { readonly tipo: 'ticket' | 'cuenta'; readonly id: number }
  readonly version: number
  readonly posicion: number
}

export interface RecentEvent {
  readonly version: number
  /** The kind it is read as, whatever it was stored as. */
  readonly tipo: string
  readonly esInterno: boolean
}

/** All that a group's decisions rest on, read by one statement: one moment of the database. */
export interface Snapshot {
  readonly tickets: ReadonlyMap<number, TicketRow>
  readonly cuentas: ReadonlyMap<number, CuentaRow>
  readonly comandos: ReadonlyMap<string, KnownCommand>
  /** By stream (`ticket:7`), what was recorded after the oldest version that somebody of the group saw. */
  readonly recientes: ReadonlyMap<string, readonly RecentEvent[]>
  /** Of the rows: another one, and a rebuild has mended some of them. */
  readonly generacion: number
}

const Arrays = z.array(z.array(z.unknown()))
const Json = z.string().transform((text) => Arrays.parse(JSON.parse(text)))
// Only what may be read as another kind than it was stored as needs its payload here.
const LIFTED = [...UPCASTERS.keys()].map((tipo) => `'${tipo}'`).join(', ')
const recent = (table: 'tickets' | 'usuarios', column: 'ticket_id' | 'cuenta_id', param: string) => `(
    SELECT json_group_array(json_array(i.${column}, i.version, i.tipo, i.es_interno,
      CASE WHEN i.tipo IN (${LIFTED}) THEN i.metadata END))
    FROM json_each(${param}) v
    CROSS JOIN ${table} s ON s.id = v.value ->> 0
    CROSS JOIN interacciones i ON i.${column} = s.id
      AND i.version > v.value ->> 1 AND i.version > s.version - ${MAX_BEHIND})`

const LOAD = defineQuery({
  name: 'bus.load',
  roles: ['api_server'],
  sql: `SELECT
    (SELECT json_group_array(${jsonRow(TICKETS, 't')}) FROM tickets t
      WHERE t.id IN (SELECT value FROM json_each(?1))) AS tickets,
    (SELECT json_group_array(${jsonRow(USUARIOS, 'u')}) FROM usuarios u
      WHERE u.id IN (
        SELECT value FROM json_each(?2)
        UNION SELECT m.id FROM json_each(?3) e CROSS JOIN usuarios m ON m.email = e.value
        UNION SELECT id FROM (SELECT id FROM usuarios WHERE rol = 'admin' AND activo = 1 LIMIT ?4))) AS cuentas,
    (SELECT json_group_array(json_array(c.value, i.metadata ->> '$.json.digest',
        i.ticket_id, i.cuenta_id, l.version, l.id, i.evento_id))
      FROM json_each(?5) c
      CROSS JOIN interacciones i ON i.comando_id = c.value AND i.orden = 0
      CROSS JOIN interacciones l ON l.comando_id = c.value
        AND l.orden = (SELECT max(orden) FROM interacciones m WHERE m.comando_id = c.value)) AS comandos,
    ${recent('tickets', 'ticket_id', '?6')} AS de_tickets,
    ${recent('usuarios', 'cuenta_id', '?7')} AS de_cuentas,
    ${GENERATION} AS generacion`,
  row: z.object({
    tickets: Json,
    cuentas: Json,
    comandos: Json,
    de_tickets: Json,
    de_cuentas: Json,
    generacion: z.number(),
  }),
})

const ADMINS_LOADED = 3

/** Loads what the group's decisions rest on, in one statement. */
export async function loadSnapshot(db: Connection, group: readonly CommandEnvelope[]): Promise<Snapshot> {
  const subjects = group.map(({ comando }) => subjectOf(comando))
  const ids = (tipo: 'ticket' | 'cuenta') =>
    subjects.flatMap((s) => (s.tipo === tipo && s.id !== null ? [s.id] : []))
  const seen = (tipo: 'ticket' | 'cuenta') => oldestSeen(group, tipo)
  const row = await db.first(LOAD, [
    JSON.stringify([...new Set(ids('ticket'))]),
    JSON.stringify([...new Set([...ids('cuenta'), ...group.flatMap(accountsOf)])]),
    JSON.stringify(group.flatMap(({ comando }) => emailOf(comando) ?? [])),
    group.some(({ comando }) => needsAdmin(comando)) ? ADMINS_LOADED : 0,
    JSON.stringify(group.map(({ comandoId }) => comandoId)),
    JSON.stringify(seen('ticket')),
    JSON.stringify(seen('cuenta')),
  ])
  if (row === null) throw new Error('the load returned no row')
  const tickets = row.tickets.map((array) => TicketRow.parse(fromJsonRow(TICKETS, array)))
  const cuentas = row.cuentas.map((array) => CuentaRow.parse(fromJsonRow(USUARIOS, array)))
  return {
    tickets: new Map(tickets.map((ticket) => [ticket.id, ticket])),
    cuentas: new Map(cuentas.map((cuenta) => [cuenta.id, cuenta])),
    comandos: new Map(row.comandos.map(toKnown)),
    recientes: groupRecent([
      ...row.de_tickets.map((array) => toRecent('ticket', array)),
      ...row.de_cuentas.map((array) => toRecent('cuenta', array)),
    ]),
    generacion: row.generacion,
  }
}

/** `[stream, version]` for each stream that somebody saw an older version of, at the oldest one seen. */
function oldestSeen(group: readonly CommandEnvelope[], tipo: 'ticket' | 'cuenta'): [number, number][] {
  const seen = new Map<number, number>()
  for (const { comando, versionVista } of group) {
    const subject = subjectOf(comando)
    if (subject.tipo !== tipo || subject.id === null || versionVista === undefined) continue
    seen.set(subject.id, Math.min(versionVista, seen.get(subject.id) ?? versionVista))
  }
  return [...seen]
}

const Known = z.tuple([
  z.string(),
  z.string().nullable(),
  z.number().nullable(),
  z.number().nullable(),
  z.number(),
  z.number(),
  z.string(),
])

function toKnown(array: readonly unknown[]): [string, KnownCommand] {
  const [comandoId, digest, ticketId, cuentaId, version, posicion, evento] = Known.parse(array)
  const sujeto =
    ticketId === null
      ? { tipo: 'cuenta' as const, id: cuentaId ?? 0 }
      : { tipo: 'ticket' as const, id: ticketId }
  return [comandoId, { digest, evento, sujeto, version, posicion }]
}

const Recent = z.tuple([z.number(), z.number(), z.string(), z.number(), z.string().nullable()])

function toRecent(subject: 'ticket' | 'cuenta', array: readonly unknown[]): [string, RecentEvent] {
  const [id, version, stored, interno, metadata] = Recent.parse(array)
  const tipo = metadata === null ? stored : kindOf(stored, metadata)
  return [`${subject}:${id}`, { version, tipo, esInterno: interno === 1 }]
}

function groupRecent(events: readonly [string, RecentEvent][]): Map<string, RecentEvent[]> {
  const grouped = new Map<string, RecentEvent[]>()
  for (const [stream, event] of events) {
    const list = grouped.get(stream)
    if (list) list.push(event)
    else grouped.set(stream, [event])
  }
  return grouped
}
