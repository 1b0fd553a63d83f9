import type { BatchItem, Connection } from '@/db/client'
import { insertJsonRows } from '@/db/json-rows'
import { defineQuery, defineWrite } from '@/db/queries'
import { isCuentaEvent, type Recorded } from '@/domain/events'
import { type CatchUpProjection, knownStreams, type ProjectedTable } from '../engine/projection'
import { countsOf, type DayCounts, followTicket, NO_COUNTS, ResumenTicket } from './row'

const roles = ['projector', 'admin'] as const

const TICKETS: ProjectedTable = {
  table: 'resumen_tickets',
  key: ['ticket_id'],
  columns: [
    'ticket_id',
    'version',
    'usuario_id',
    'estado',
    'prioridad',
    'agente',
    'fecha_creacion',
    'fecha_respuesta',
    'reaperturas',
  ],
}
const ACTUAL: ProjectedTable = {
  table: 'resumen_actual',
  key: ['estado', 'prioridad', 'agente'],
  columns: ['estado', 'prioridad', 'agente', 'tickets'],
}
const DIAS: ProjectedTable = {
  table: 'resumen_dias',
  key: ['dia', 'prioridad', 'agente'],
  columns: [
    'dia',
    'prioridad',
    'agente',
    'creados',
    'respondidos',
    'respuesta_ms',
    'resueltos',
    'resolucion_ms',
    'cerrados',
    'reabiertos',
  ],
}

const PROPERTIES = ResumenTicket.keyof().options
const COUNTS = Object.keys(NO_COUNTS) as (keyof DayCounts)[]

const LOAD = defineQuery({
  name: 'resumen.tickets',
  roles,
  sql: `SELECT ${TICKETS.columns.map((column, index) => `${column} AS ${PROPERTIES[index] ?? column}`).join(', ')}
    FROM resumen_tickets WHERE ticket_id IN (SELECT value FROM json_each(?1))`,
  row: ResumenTicket,
})

/** Rows of a table as JSON arrays: put where the key is new, else merged as `merge` says for each column. */
function upsert(name: string, { table, key, columns }: ProjectedTable, merge: (column: string) => string) {
  const rest = columns.filter((column) => !key.includes(column))
  return defineWrite({
    name,
    roles,
    sql: insertJsonRows(
      table,
      columns,
      `(${key.join(', ')}) DO UPDATE SET ${rest.map((column) => `${column} = ${merge(column)}`).join(', ')}`,
    ),
  })
}

const PUT_TICKETS = upsert('resumen.tickets.guardar', TICKETS, (column) => `excluded.${column}`)
const ADD_DIAS = upsert('resumen.dias.sumar', DIAS, (column) => `${column} + excluded.${column}`)

// A change may take from a count that another one of the same chunk gave to: only the sums go in.
const ADD_ACTUAL = upsert('resumen.actual.sumar', ACTUAL, (column) => `${column} + excluded.${column}`)
const DROP_EMPTY = defineWrite({
  name: 'resumen.actual.vaciar',
  roles,
  sql: 'DELETE FROM resumen_actual WHERE tickets = 0',
})

/** Counts: how many tickets stand where, and what each day brought, by priority and agent. */
export const resumen: CatchUpProjection = {
  nombre: 'resumen',
  version: 1,
  tables: [TICKETS, ACTUAL, DIAS],
  prepare,
}

async function prepare(db: Connection, events: readonly Recorded[]): Promise<readonly BatchItem[]> {
  const known = knownStreams(events, 'ticket')
  const loaded = known.length === 0 ? [] : await db.all(LOAD, [JSON.stringify(known)])
  const tickets = new Map(loaded.map((row) => [row.ticketId, row]))
  const touched = new Set<number>()
  const standing = new Map<string, readonly [ResumenTicket, number]>()
  const days = new Map<string, DayRow>()
  for (const event of events) {
    if (isCuentaEvent(event)) continue
    const { sujeto, fecha } = event.sobre
    const before = tickets.get(sujeto.id) ?? null
    const after = followTicket(before, event)
    tickets.set(sujeto.id, after)
    touched.add(sujeto.id)
    if (before) addStanding(standing, before, -1)
    addStanding(standing, after, 1)
    addDay(days, fecha.slice(0, 10), after, countsOf(before, after, fecha))
  }
  if (touched.size === 0) return []
  const rows = [...tickets.values()].filter(({ ticketId }) => touched.has(ticketId))
  const actual = [...standing.values()].flatMap(([{ estado, prioridad, agente }, n]) =>
    n === 0 ? [] : [[estado, prioridad, agente, n]],
  )
  const dias = [...days.values()].map(({ dia, prioridad, agente, counts }) => [
    dia,
    prioridad,
    agente,
    ...COUNTS.map((name) => counts[name]),
  ])
  const item = (statement: BatchItem['statement'], arrays: readonly unknown[]) => ({
    statement,
    args: [JSON.stringify(arrays)],
  })
  return [
    item(
      PUT_TICKETS,
      rows.map((row) => PROPERTIES.map((property) => row[property])),
    ),
    item(ADD_ACTUAL, actual),
    { statement: DROP_EMPTY, args: [] },
    ...(dias.length === 0 ? [] : [item(ADD_DIAS, dias)]),
  ]
}

function addStanding(
  standing: Map<string, readonly [ResumenTicket, number]>,
  ticket: ResumenTicket,
  by: number,
): void {
  const key = `${ticket.estado}|${ticket.prioridad}|${ticket.agente}`
  standing.set(key, [ticket, (standing.get(key)?.[1] ?? 0) + by])
}

interface DayRow {
  readonly dia: string
  readonly prioridad: string
  readonly agente: number
  readonly counts: DayCounts
}

function addDay(
  days: Map<string, DayRow>,
  dia: string,
  { prioridad, agente }: ResumenTicket,
  counts: DayCounts,
): void {
  if (COUNTS.every((name) => counts[name] === 0)) return
  const key = `${dia}|${prioridad}|${agente}`
  const before = days.get(key)?.counts ?? NO_COUNTS
  const sums = Object.fromEntries(COUNTS.map((name) => [name, before[name] + counts[name]]))
  days.set(key, { dia, prioridad, agente, counts: { ...NO_COUNTS, ...sums } })
}
