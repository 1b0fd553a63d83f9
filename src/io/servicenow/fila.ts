import { z } from 'zod'
import { isWellFormed } from '@/domain/text'
import { Categoria, type Estado, type Prioridad } from '@/domain/values'
import { stableUlid } from '../stable-id'

/** A row of the file by its columns' names; null where the source doesn't know (`?`). */
export type Fila = Readonly<Record<string, string | null>>

/** An incident as one row shows it. */
export interface Incidente {
  readonly fila: Fila
  /** Made of all that the row says, so that neither its line nor the rest of the file matter. */
  readonly id: string
  readonly numero: string
  readonly estado: Estado
  readonly prioridad: Prioridad
  readonly categoria: string | null
  readonly solicitante: string | null
  readonly agente: string | null
  readonly resolutor: string | null
  readonly apertura: string
  /** When the row came to be. */
  readonly fecha: string
  readonly modificacion: number
}

export type ParsedFila =
  | { readonly ok: true; readonly incidente: Incidente }
  | { readonly ok: false; readonly columna: string; readonly valor: string | null }

const ESTADOS: Readonly<Record<string, Estado>> = { New: 'abierto', Active: 'en_progreso' }
const FINALES: Readonly<Record<string, Estado>> = { Resolved: 'resuelto', Closed: 'cerrado' }
const PRIORIDADES: readonly (Prioridad | undefined)[] = [undefined, 'critica', 'alta', 'media', 'baja']

const State = z.string().transform((name, ctx) => {
  const estado = name.startsWith('Awaiting ') ? 'en_progreso' : (ESTADOS[name] ?? FINALES[name])
  return estado ?? invalid(ctx)
})
const Priority = z
  .string()
  .transform((name, ctx) => PRIORIDADES[Number(/^([1-4]) - /.exec(name)?.[1] ?? 0)] ?? invalid(ctx))

// The source names no time zone. Read as UTC, the intervals between its rows are right.
const Moment = z.string().transform((text, ctx) => {
  const instante = text.replace(/^(\d{2})-(\d{2})-(\d{4}) (\d{2}:\d{2})$/, '$3-$2-$1T$4:00.000Z')
  const ms = Date.parse(instante)
  // 31-02 is parsed as a day of March.
  return Number.isNaN(ms) || new Date(ms).toISOString() !== instante ? invalid(ctx) : instante
})

// The log keeps what is known alone: there, what is unknown is not null but missing.
const Unknown = z.string().nullable().default(null)

const Columns = z.object({
  number: z.string().max(40),
  incident_state: State,
  priority: Priority,
  category: Categoria.nullable().default(null),
  caller_id: Unknown,
  assigned_to: Unknown,
  resolved_by: Unknown,
  opened_at: Moment,
  sys_updated_at: Moment,
  sys_mod_count: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
})

/** The columns that a file must have; whatever others it has are kept as they are. */
export const REQUIRED_COLUMNS: readonly string[] = Object.keys(Columns.shape)

const MAX_CELL = 400

/** A row of the file, from its cells in order. */
export function toFila(columnas: readonly string[], celdas: readonly string[]): Fila {
  return Object.fromEntries(columnas.map((columna, index) => [columna, cell(celdas[index] ?? '')]))
}

/** Reads what a row says. Not ok: the first column that holds what can't be read, and what it holds. */
export function readIncidente(fila: Fila): ParsedFila {
  const wrong = Object.entries(fila).find(([, valor]) => valor !== null && !isPlain(valor))
  if (wrong) return { ok: false, columna: wrong[0], valor: null }
  const parsed = Columns.safeParse(fila)
  if (!parsed.success) {
    const columna = String(parsed.error.issues[0]?.path[0])
    return { ok: false, columna, valor: fila[columna] ?? null }
  }
  const { data } = parsed
  const incidente: Incidente = {
    fila,
    id: filaId(fila),
    numero: data.number,
    estado: data.incident_state,
    prioridad: data.priority,
    categoria: data.category,
    solicitante: data.caller_id,
    agente: data.assigned_to,
    resolutor: data.resolved_by,
    apertura: data.opened_at,
    fecha: data.sys_updated_at,
    modificacion: data.sys_mod_count,
  }
  return { ok: true, incidente }
}

function filaId(fila: Fila): string {
  const known = Object.entries(fila).filter(([, valor]) => valor !== null)
  // By name, for the order of the columns doesn't matter either.
  const sorted = known.sort(([a], [b]) => (a < b ? -1 : 1))
  return stableUlid('servicenow', 'fila', ...sorted.flat().map(String))
}

function cell(text: string): string | null {
  const valor = text.trim()
  return valor === '' || valor === '?' ? null : valor
}

/** Plain text of a bearable length: what the log takes as it is. */
function isPlain(valor: string): boolean {
  return valor.length <= MAX_CELL && isWellFormed(valor) && !/\p{Cc}|\p{Noncharacter_Code_Point}/u.test(valor)
}

function invalid(ctx: z.RefinementCtx): never {
  ctx.addIssue({ code: 'custom' })
  return z.NEVER
}
