import { z } from 'zod'
import { defineQuery } from '@/db/queries'
import { LOG_COLUMNS, LogRow } from './log-row'

const roles = ['api_server'] as const

/** What a page is read along: an index whose entries are in the page's order. */
export const CAMINOS = [
  'registro',
  'fecha',
  'texto',
  'comando',
  'correlacion',
  'ticket',
  'cuenta',
  'actor',
  'tipo',
  'interno',
] as const
export type Camino = (typeof CAMINOS)[number]

/** The index of each way: said, for the planner would guess by what it does not know. */
const INDEX: Partial<Readonly<Record<Camino, string>>> = {
  fecha: 'fecha',
  correlacion: 'correlacion',
  ticket: 'ticket',
  cuenta: 'cuenta',
  actor: 'usuario',
  tipo: 'tipo',
  interno: 'interno',
}

function auditBy(camino: Camino): string {
  const index = INDEX[camino]
  return index === undefined ? 'auditoria a' : `auditoria a INDEXED BY idx_auditoria_${index}`
}

/** How the entries of each way are picked; the rest of the filter is asked of them one by one. */
const PICK: Readonly<Record<Exclude<Camino, 'texto'>, string>> = {
  registro: 'true',
  fecha: 'true',
  comando: 'a.posicion IN (SELECT id FROM interacciones WHERE comando_id = :comando)',
  correlacion: 'a.correlacion_id = :correlacion',
  ticket: 'a.ticket_id = :ticket',
  cuenta: 'a.cuenta_id = :cuenta',
  actor: 'a.usuario_id = :actor',
  tipo: 'a.tipo = :tipo',
  interno: 'a.es_interno = 1',
}

const EACH = `(:correlacion IS NULL OR a.correlacion_id = :correlacion) AND (:ticket IS NULL OR a.ticket_id = :ticket)
      AND (:cuenta IS NULL OR a.cuenta_id = :cuenta) AND (:actor IS NULL OR a.usuario_id = :actor)
      AND (:tipo IS NULL OR a.tipo = :tipo) AND (:interno IS NULL OR a.es_interno = :interno)
      AND (:desde IS NULL OR a.fecha >= :desde) AND (:hasta IS NULL OR a.fecha <= :hasta)
      AND (:comando IS NULL OR i.comando_id = :comando)`

const BETWEEN = {
  posicion: 'a.posicion > :tras AND a.posicion < :ante',
  fecha: `(a.fecha, a.posicion) > (:trasFecha, :tras) AND (a.fecha, a.posicion) < (:anteFecha, :ante)`,
} as const

const FOUND = 'busqueda b CROSS JOIN auditoria a ON a.posicion = b.rowid'
// As integers, or FTS5 goes through all that lies before the page: the driver binds numbers as REAL.
const MATCHES =
  'busqueda MATCH :expresion AND b.rowid > CAST(:tras AS INTEGER) AND b.rowid < CAST(:ante AS INTEGER)'

/** What stands between two ends along a way: its tables, its condition and its order. */
function along(camino: Camino, sentido: 'ASC' | 'DESC') {
  if (camino === 'texto')
    return {
      from: FOUND,
      where: MATCHES,
      order: `b.rowid ${sentido}`,
      key: 'b.rowid AS posicion, NULL AS fecha',
    }
  const dated = camino === 'fecha'
  return {
    from: auditBy(camino),
    where: `${PICK[camino]} AND ${BETWEEN[dated ? 'fecha' : 'posicion']}`,
    order: dated ? `a.fecha ${sentido}, a.posicion ${sentido}` : `a.posicion ${sentido}`,
    key: dated ? 'a.posicion, a.fecha' : 'a.posicion, NULL AS fecha',
  }
}

const Key = z.object({ posicion: z.number(), fecha: z.string().nullable() })

/** An event by where it stands alone: in the log, in time, and in which stream. */
export const AuditKey = LogRow.pick({ id: true, fecha_creacion: true, ticket_id: true, cuenta_id: true })
export type AuditKey = z.infer<typeof AuditKey>
const columns = LOG_COLUMNS.map((column) => `i.${column}`).join(', ')
const KEY_COLUMNS = 'a.posicion AS id, a.fecha AS fecha_creacion, a.ticket_id, a.cuenta_id'

function define(camino: Camino, sentido: 'ASC' | 'DESC') {
  const { from, where, order, key } = along(camino, sentido)
  const name = `${camino}.${sentido === 'ASC' ? 'adelante' : 'atras'}`
  const last = sentido === 'ASC' ? 'DESC' : 'ASC'
  const page = (what: string) => `SELECT ${what} FROM ${from} CROSS JOIN interacciones i ON i.id = a.posicion
        WHERE ${where} AND a.posicion <= :tope AND ${EACH} ORDER BY ${order} LIMIT :limite`
  return {
    /** The events of a page. */
    pagina: defineQuery({
      name: `auditoria.pagina.${name}`,
      roles,
      sql: page(columns),
      row: LogRow,
    }),
    /** The same, by where they stand alone. */
    claves: defineQuery({ name: `auditoria.claves.${name}`, roles, sql: page(KEY_COLUMNS), row: AuditKey }),
    /** How far so many entries reach: the last of them, and how many there are. */
    alcance: defineQuery({
      name: `auditoria.alcance.${name}`,
      roles,
      sql: `SELECT posicion, fecha, count(*) OVER () AS entradas
        FROM (SELECT ${key} FROM ${from} WHERE ${where} ORDER BY ${order} LIMIT :escaneo)
        ORDER BY ${camino === 'fecha' ? `fecha ${last}, ` : ''}posicion ${last} LIMIT 1`,
      row: Key.extend({ entradas: z.number() }),
    }),
  }
}

/** How a page of one way in one direction is read. */
export type Statements = ReturnType<typeof define>

/** For each way, the statements towards what is newer and towards what is older. */
export const STATEMENTS = new Map(
  CAMINOS.map((camino) => [camino, { adelante: define(camino, 'ASC'), atras: define(camino, 'DESC') }]),
)

/** Events by their positions, in the order of the log. */
export const EVENTS_AT = defineQuery({
  name: 'auditoria.eventos',
  roles,
  sql: `SELECT ${columns} FROM interacciones i WHERE i.id IN (SELECT value FROM json_each(?1)) ORDER BY i.id`,
  row: LogRow,
})

/** How many entries of each kind of index there are, up to a limit: what says which of them finds the fewest. */
const count = (camino: 'correlacion' | 'ticket' | 'cuenta' | 'actor' | 'tipo' | 'interno') =>
  defineQuery({
    name: `auditoria.cuantos.${camino}`,
    roles,
    sql: `SELECT count(*) AS entradas FROM (SELECT 1 FROM ${auditBy(camino)}
      WHERE ${PICK[camino]} AND ${BETWEEN.posicion} LIMIT :limite)`,
    row: z.object({ entradas: z.number() }),
  })
export const COUNTS = {
  correlacion: count('correlacion'),
  ticket: count('ticket'),
  cuenta: count('cuenta'),
  actor: count('actor'),
  tipo: count('tipo'),
  interno: count('interno'),
} as const

const MIDDLE = '(bajo + alto + 1) / 2'
const RECORDED = `coalesce((SELECT fecha_registro <= :instante FROM interacciones
        WHERE id <= ${MIDDLE} ORDER BY id DESC LIMIT 1), 1)`

// Recording times never go back along the log: the last position until an instant is found by halving, without an index.
export const LAST_UNTIL = defineQuery({
  name: 'auditoria.hasta_instante',
  roles,
  sql: `WITH RECURSIVE mitad(bajo, alto) AS (
      SELECT 0, (SELECT coalesce(max(id), 0) FROM interacciones)
      UNION ALL
      SELECT iif(${RECORDED}, ${MIDDLE}, bajo), iif(${RECORDED}, alto, ${MIDDLE} - 1) FROM mitad WHERE bajo < alto)
    SELECT bajo AS posicion FROM mitad WHERE bajo >= alto`,
  row: z.object({ posicion: z.number() }),
})
