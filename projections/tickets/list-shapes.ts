import { z } from 'zod'
import { defineQuery, type Query } from '@/db/queries'
import { Espera, Estado, Prioridad } from '@/domain/values'

/** A ticket as lists show it. `fechaActualizacion` is that of the last event that the viewer may see. */
export const TicketSummary = z.object({
  id: z.number(),
  titulo: z.string(),
  estado: Estado,
  prioridad: Prioridad,
  categoria: z.string().nullable(),
  solicitante: z.string(),
  asignadoA: z.number().nullable(),
  asignado: z.string().nullable(),
  fechaCreacion: z.string(),
  fechaActualizacion: z.string(),
  version: z.number(),
  /** Whose turn it is and since when, and the version that the viewer has seen (0: none): staff's lists of now have them. */
  esperaA: Espera.nullable().optional(),
  esperaDesde: z.string().nullable().optional(),
  vista: z.number().optional(),
  /** The value that the list is sorted by: the cursor's first half. */
  clave: z.string(),
})
export type TicketSummary = z.infer<typeof TicketSummary>

/** How lists can be sorted; the last part of every order is the id, in the same direction. */
export const ORDENES = [
  'actualizacion',
  'antiguedad',
  'creacion',
  'creacion_antigua',
  'prioridad',
  'prioridad_baja',
  'espera',
  'espera_reciente',
] as const
/** By relevance only what was searched for can be sorted. */
export const ORDENES_DE_BUSQUEDA = ['relevancia', ...ORDENES] as const
export type Orden = (typeof ORDENES_DE_BUSQUEDA)[number]

/** True for the orders by how long somebody has been awaited: of one side's tickets alone, the team's if none is named. */
export function isByWait(orden: Orden): boolean {
  return orden === 'espera' || orden === 'espera_reciente'
}

/** The parts that a list query is put together from: each combination is one registered statement. */
export interface ListShape {
  readonly alcance: 'interno' | 'cliente'
  readonly orden: Orden
  readonly estado: boolean
  readonly prioridad: boolean
  readonly asignado: 'todos' | 'nadie' | 'cuenta'
  /** Only those that wait for somebody named; never a client's, who are not told. */
  readonly espera: boolean
  readonly texto: boolean
  /** One requester's; staff alone ask for that. */
  readonly solicitante: boolean
  readonly siguiente: boolean
}

/** All that a list query may take; a shape uses the arguments that its SQL names. */
export interface ListArgs {
  readonly viewer: number
  readonly estado: string
  readonly prioridad: string
  readonly asignado: number
  /** One or both of the sides, between blanks. */
  readonly espera: string
  /** The ids of what was found, the best or the newest first, as a JSON array. */
  readonly hallados: string
  readonly solicitante: number
  readonly clave: string
  readonly id: number
  readonly limite: number
}

const BOOLEANS = [false, true] as const

/** The orders of a scope, each with whether it narrows down to those awaited: what is sorted by the wait always does. */
const ORDERS = {
  interno: ORDENES_DE_BUSQUEDA.flatMap((orden) =>
    (isByWait(orden) ? [true] : BOOLEANS).map((espera) => ({ orden, espera })),
  ),
  cliente: ORDENES_DE_BUSQUEDA.filter((orden) => !isByWait(orden)).map((orden) => ({ orden, espera: false })),
} as const

const SHAPES: readonly ListShape[] = (['interno', 'cliente'] as const).flatMap((alcance) =>
  ORDERS[alcance].flatMap((order) =>
    BOOLEANS.flatMap((estado) =>
      BOOLEANS.flatMap((prioridad) =>
        (['todos', 'nadie', 'cuenta'] as const).flatMap((asignado) =>
          (order.orden === 'relevancia' ? [true] : BOOLEANS).flatMap((texto) =>
            (alcance === 'interno' ? BOOLEANS : [false]).flatMap((solicitante) =>
              BOOLEANS.map((siguiente) => ({
                alcance,
                estado,
                prioridad,
                asignado,
                texto,
                solicitante,
                siguiente,
                ...order,
              })),
            ),
          ),
        ),
      ),
    ),
  ),
)

export interface ListStatement {
  readonly query: Query<TicketSummary>
  /** The names of the arguments that the SQL uses. */
  readonly uses: readonly (keyof ListArgs)[]
}

function keyOf(shape: ListShape): string {
  const { alcance, orden, estado, prioridad, asignado, espera, texto, solicitante, siguiente, ...rest } =
    shape
  // A part that were forgotten here would have two lists share one statement.
  rest satisfies Record<string, never>
  return [alcance, orden, estado, prioridad, asignado, espera, texto, solicitante, siguiente].join('.')
}

interface Sort {
  /** The columns before the id, as an index has them. */
  readonly by: readonly string[]
  readonly direction: 'ASC' | 'DESC'
  /** What the cursor's key is compared as: it holds the columns, joined by a bar. */
  readonly after: string
}

function sortOf(orden: Orden, actualizacion: string): Sort {
  const priority = {
    by: ['t.prioridad_orden', actualizacion],
    after: 'CAST(substr(:clave, 1, 1) AS INTEGER), substr(:clave, 3)',
  }
  const one = (column: string) => ({ by: [column], after: ':clave' })
  const sorts: Readonly<Record<Orden, Sort>> = {
    relevancia: { ...one("printf('%04d', h.key)"), direction: 'ASC' },
    actualizacion: { ...one(actualizacion), direction: 'DESC' },
    antiguedad: { ...one(actualizacion), direction: 'ASC' },
    creacion: { ...one('t.fecha_creacion'), direction: 'DESC' },
    creacion_antigua: { ...one('t.fecha_creacion'), direction: 'ASC' },
    prioridad: { ...priority, direction: 'DESC' },
    prioridad_baja: { ...priority, direction: 'ASC' },
    espera: { ...one('t.espera_desde'), direction: 'ASC' },
    espera_reciente: { ...one('t.espera_desde'), direction: 'DESC' },
  }
  return sorts[orden]
}

// The index of a state sorts by its dates. In any other order a state may be nearly all there is, and would be sorted
// whole: with the plus it is looked at in the index that sorts.
const BY_STATE: ReadonlySet<Orden> = new Set(['actualizacion', 'antiguedad'])

// Said by a function, the wait is looked at in the index that sorts, and no other index is taken for its sake.
const AWAITED = 'instr(:espera, t.espera_a) > 0'

/** What staff's rows have more, and where it comes from: a client's statement does not name it. */
const STAFF_FACTS = {
  columns: ', t.espera_a AS esperaA, t.espera_desde AS esperaDesde, coalesce(v.version, 0) AS vista',
  from: 'LEFT JOIN vistos v ON v.usuario_id = :viewer AND v.ticket_id = t.id',
} as const
const NO_FACTS = { columns: '', from: '' } as const

function build(shape: ListShape): ListStatement {
  const actualizacion =
    shape.alcance === 'cliente' ? 't.fecha_actualizacion_cliente' : 't.fecha_actualizacion'
  const sort = sortOf(shape.orden, actualizacion)
  const columns = [...sort.by, 't.id']
  const facts = shape.alcance === 'interno' ? STAFF_FACTS : NO_FACTS
  const where = [
    shape.alcance === 'cliente' && 't.usuario_id = :viewer',
    shape.solicitante && 't.usuario_id = :solicitante',
    shape.estado && `${BY_STATE.has(shape.orden) ? '' : '+'}t.estado = :estado`,
    shape.prioridad &&
      "t.prioridad_orden = CASE :prioridad WHEN 'critica' THEN 4 WHEN 'alta' THEN 3 WHEN 'media' THEN 2 ELSE 1 END",
    shape.asignado === 'nadie' && 't.asignado_a IS NULL',
    shape.asignado === 'cuenta' && 't.asignado_a = :asignado',
    shape.espera && (isByWait(shape.orden) ? 't.espera_a = :espera' : AWAITED),
    shape.siguiente &&
      `(${columns.join(', ')}) ${sort.direction === 'DESC' ? '<' : '>'} (${sort.after}, :id)`,
  ].filter((part) => part !== false)
  const sql = `SELECT t.id, t.titulo, t.estado, t.prioridad, t.categoria, s.nombre AS solicitante,
      t.asignado_a AS asignadoA, a.nombre AS asignado, t.fecha_creacion AS fechaCreacion,
      ${actualizacion} AS fechaActualizacion, t.version, ${sort.by.join(" || '|' || ")} AS clave${facts.columns}
    FROM ${shape.texto ? 'json_each(:hallados) h CROSS JOIN tickets t ON t.id = h.value' : 'tickets t'}
    CROSS JOIN usuarios s ON s.id = t.usuario_id LEFT JOIN usuarios a ON a.id = t.asignado_a
    ${facts.from}
    ${where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`}
    ORDER BY ${columns.map((column) => `${column} ${sort.direction}`).join(', ')} LIMIT :limite`
  const uses = (
    [
      'viewer',
      'estado',
      'prioridad',
      'asignado',
      'espera',
      'hallados',
      'solicitante',
      'clave',
      'id',
      'limite',
    ] as const
  ).filter((name) => new RegExp(`:${name}\\b`).test(sql))
  const query = defineQuery({
    name: `tickets.lista.${keyOf(shape)}`,
    roles: ['api_server'],
    sql,
    row: TicketSummary,
  })
  return { query, uses }
}

const STATEMENTS = new Map(SHAPES.map((shape) => [keyOf(shape), build(shape)]))

/** The registered statement of a shape. */
export function listStatement(shape: ListShape): ListStatement {
  const statement = STATEMENTS.get(keyOf(shape))
  if (!statement) throw new Error(`no list has the shape ${keyOf(shape)}`)
  return statement
}
