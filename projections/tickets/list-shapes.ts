import { z } from 'zod'
import { defineQuery, type Query } from '@/db/queries'
import { Estado, Prioridad } from '@/domain/values'

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
  /** The value that the list is sorted by: the cursor's first half. */
  clave: z.string(),
})
export type TicketSummary = z.infer<typeof TicketSummary>

/** How lists can be sorted; the last part of every order is the id, in the same direction. */
export const ORDENES = ['actualizacion', 'antiguedad', 'creacion', 'prioridad'] as const
/** By relevance only what was searched for can be sorted. */
export const ORDENES_DE_BUSQUEDA = ['relevancia', ...ORDENES] as const
export type Orden = (typeof ORDENES_DE_BUSQUEDA)[number]

/** The parts that a list query is put together from: each combination is one registered statement. */
export interface ListShape {
  readonly alcance: 'interno' | 'cliente'
  readonly orden: Orden
  readonly estado: boolean
  readonly prioridad: boolean
  readonly asignado: 'todos' | 'nadie' | 'cuenta'
  readonly texto: boolean
  readonly siguiente: boolean
}

/** All that a list query may take; a shape uses the arguments that its SQL names. */
export interface ListArgs {
  readonly viewer: number
  readonly estado: string
  readonly prioridad: string
  readonly asignado: number
  /** The ids of what was found, the best or the newest first, as a JSON array. */
  readonly hallados: string
  readonly clave: string
  readonly id: number
  readonly limite: number
}

const BOOLEANS = [false, true] as const
const SHAPES: readonly ListShape[] = (['interno', 'cliente'] as const).flatMap((alcance) =>
  ORDENES_DE_BUSQUEDA.flatMap((orden) =>
    BOOLEANS.flatMap((estado) =>
      BOOLEANS.flatMap((prioridad) =>
        (['todos', 'nadie', 'cuenta'] as const).flatMap((asignado) =>
          (orden === 'relevancia' ? [true] : BOOLEANS).flatMap((texto) =>
            BOOLEANS.map((siguiente) => ({ alcance, orden, estado, prioridad, asignado, texto, siguiente })),
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
  return Object.values(shape).join('.')
}

interface Sort {
  /** The columns before the id, as an index has them. */
  readonly by: readonly string[]
  readonly direction: 'ASC' | 'DESC'
  /** What the cursor's key is compared as: it holds the columns, joined by a bar. */
  readonly after: string
}

function sortOf(orden: Orden, actualizacion: string): Sort {
  const priority = ['t.prioridad_orden', actualizacion]
  const sorts: Readonly<Record<Orden, Sort>> = {
    relevancia: { by: ["printf('%04d', h.key)"], direction: 'ASC', after: ':clave' },
    actualizacion: { by: [actualizacion], direction: 'DESC', after: ':clave' },
    antiguedad: { by: [actualizacion], direction: 'ASC', after: ':clave' },
    creacion: { by: ['t.fecha_creacion'], direction: 'DESC', after: ':clave' },
    prioridad: {
      by: priority,
      direction: 'DESC',
      after: 'CAST(substr(:clave, 1, 1) AS INTEGER), substr(:clave, 3)',
    },
  }
  return sorts[orden]
}

function build(shape: ListShape): ListStatement {
  const actualizacion =
    shape.alcance === 'cliente' ? 't.fecha_actualizacion_cliente' : 't.fecha_actualizacion'
  const sort = sortOf(shape.orden, actualizacion)
  const columns = [...sort.by, 't.id']
  const where = [
    shape.alcance === 'cliente' && 't.usuario_id = :viewer',
    shape.estado && 't.estado = :estado',
    shape.prioridad &&
      "t.prioridad_orden = CASE :prioridad WHEN 'critica' THEN 4 WHEN 'alta' THEN 3 WHEN 'media' THEN 2 ELSE 1 END",
    shape.asignado === 'nadie' && 't.asignado_a IS NULL',
    shape.asignado === 'cuenta' && 't.asignado_a = :asignado',
    shape.siguiente &&
      `(${columns.join(', ')}) ${sort.direction === 'DESC' ? '<' : '>'} (${sort.after}, :id)`,
  ].filter((part) => part !== false)
  const sql = `SELECT t.id, t.titulo, t.estado, t.prioridad, t.categoria, s.nombre AS solicitante,
      t.asignado_a AS asignadoA, a.nombre AS asignado, t.fecha_creacion AS fechaCreacion,
      ${actualizacion} AS fechaActualizacion, t.version, ${sort.by.join(" || '|' || ")} AS clave
    FROM ${shape.texto ? 'json_each(:hallados) h CROSS JOIN tickets t ON t.id = h.value' : 'tickets t'}
    CROSS JOIN usuarios s ON s.id = t.usuario_id LEFT JOIN usuarios a ON a.id = t.asignado_a
    ${where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`}
    ORDER BY ${columns.map((column) => `${column} ${sort.direction}`).join(', ')} LIMIT :limite`
  const uses = (
    ['viewer', 'estado', 'prioridad', 'asignado', 'hallados', 'clave', 'id', 'limite'] as const
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
