import { hostname } from 'node:os'
import { z } from 'zod'
import { type Connection, retryBusy } from '@/db/client'
import { ownMark, stillRuns } from '@/db/processes'
import { defineQuery, defineWrite } from '@/db/queries'
import { ACCIONES_MANTENIMIENTO, type AccionMantenimiento } from '@/domain/cuenta/mantenimiento'

const roles = ['admin'] as const
/** What the page shows, too: it reads as pages do. */
const shown = ['admin', 'api_server'] as const
/** Who wanted a run: a person at the console or on the page, or the calendar. */
export const ORIGENES = ['consola', 'plan', 'pagina'] as const
export type Origen = (typeof ORIGENES)[number]

const Json = z
  .string()
  .nullable()
  .transform((text): unknown => (text === null ? null : JSON.parse(text)))

/** A run as it is kept. */
export const MaintenanceRun = z.object({
  id: z.string(),
  accion: z.enum(ACCIONES_MANTENIMIENTO),
  origen: z.enum(ORIGENES),
  estado: z.enum(['en_marcha', 'hecho', 'fallido']),
  proceso: z.string(),
  inicio: z.string(),
  fin: z.string().nullable(),
  antes: Json,
  despues: Json,
  resultado: Json,
  error: z.string().nullable(),
})
export type MaintenanceRun = z.infer<typeof MaintenanceRun>

const COLUMNS = `id, accion, origen, estado, proceso, fecha_inicio AS inicio, fecha_fin AS fin, antes, despues, resultado, error`

const RUNNING = defineQuery({
  name: 'mantenimiento.en_marcha',
  roles,
  sql: `SELECT ${COLUMNS} FROM mantenimientos WHERE estado = 'en_marcha'`,
  row: MaintenanceRun,
})

const RECENT = defineQuery({
  name: 'mantenimiento.recientes',
  roles: shown,
  sql: `SELECT ${COLUMNS} FROM mantenimientos ORDER BY fecha_inicio DESC LIMIT :limite`,
  row: MaintenanceRun,
})

/** The newest runs first. */
export async function recentRuns(db: Connection, limite: number): Promise<MaintenanceRun[]> {
  return await db.all(RECENT, { limite })
}

const LAST = defineQuery({
  name: 'mantenimiento.ultimos',
  roles: shown,
  sql: `SELECT a.value AS accion, (SELECT max(fecha_fin) FROM mantenimientos
      WHERE accion = a.value AND estado = 'hecho' AND fecha_fin IS NOT NULL) AS fin
    FROM json_each(?1) a`,
  row: z.object({ accion: z.string(), fin: z.string().nullable() }),
})

/** When each was last done; null where never. */
export async function lastDone(
  db: Connection,
  acciones: readonly AccionMantenimiento[] = ACCIONES_MANTENIMIENTO,
): Promise<ReadonlyMap<string, string | null>> {
  const rows = await db.all(LAST, [JSON.stringify(acciones)])
  return new Map(rows.map(({ accion, fin }) => [accion, fin]))
}

const BIRTH = defineQuery({
  name: 'mantenimiento.nacimiento',
  roles: shown,
  sql: 'SELECT min(fecha) AS fecha FROM migraciones',
  row: z.object({ fecha: z.string() }),
})

/** When the database was made: what was never done is due by it. */
export async function bornAt(db: Connection): Promise<string> {
  return (await db.first(BIRTH))?.fecha ?? ''
}

const BEGIN = defineWrite({
  name: 'mantenimiento.empezar',
  roles,
  sql: `INSERT INTO mantenimientos (id, accion, origen, proceso, fecha_inicio)
    VALUES (:id, :accion, :origen, :proceso, :ahora)`,
})

const GIVE_UP = defineWrite({
  name: 'mantenimiento.abandonar',
  roles,
  sql: `UPDATE mantenimientos SET estado = 'fallido', fecha_fin = :ahora, error = 'el proceso murió sin terminar'
    WHERE id = :id AND estado = 'en_marcha'`,
})

const END = defineWrite({
  name: 'mantenimiento.terminar',
  roles,
  sql: `UPDATE mantenimientos SET estado = :estado, fecha_fin = :ahora, antes = :antes, despues = :despues,
      resultado = :resultado, error = :error
    WHERE id = :id AND estado = 'en_marcha'`,
})

/** Something else is being done: never two at once. */
export class MaintenanceRunning extends Error {
  override readonly name = 'MaintenanceRunning'
  constructor(readonly run: Pick<MaintenanceRun, 'accion' | 'inicio' | 'proceso'>) {
    super(`${run.accion} is running since ${run.inicio}`)
  }
}

const HERE = hostname()
/** Of a process on another machine nobody here can tell whether it lives; one that lives may hang. */
const LONGEST_MS = 6 * 60 * 60_000

/** @throws MaintenanceRunning */
export async function beginRun(
  db: Connection,
  { id, accion, origen }: Pick<MaintenanceRun, 'id' | 'accion' | 'origen'>,
  now: number,
): Promise<void> {
  const ahora = new Date(now).toISOString()
  for (const held of await db.all(RUNNING)) {
    if (!isAbandoned(held, now)) throw new MaintenanceRunning(held)
    await retryBusy(() => db.batch([{ statement: GIVE_UP, args: { id: held.id, ahora } }]))
  }
  try {
    const args = { id, accion, origen, proceso: `${HERE} ${ownMark()}`, ahora }
    await retryBusy(() => db.batch([{ statement: BEGIN, args }]))
  } catch (error) {
    const [held] = await db.all(RUNNING)
    if (held && /UNIQUE/.test(String(error))) throw new MaintenanceRunning(held)
    throw error
  }
}

function isAbandoned({ proceso, inicio }: MaintenanceRun, now: number): boolean {
  if (now - Date.parse(inicio) > LONGEST_MS) return true
  const [host, ...mark] = proceso.split(' ')
  return host === HERE && !stillRuns(mark.join(' '))
}

/** What came of a run. */
export interface RunEnd {
  readonly estado: 'hecho' | 'fallido'
  readonly antes: unknown
  readonly despues: unknown
  readonly resultado: unknown
  /** Why it failed; of one that is done, why the log doesn't say so. */
  readonly error: string | null
}

/** What a column takes: a pruning may name hundreds of backups. */
const LONGEST_JSON = 4000

/** Keeps what came of a run; one that was given up meanwhile stays so. */
export async function endRun(db: Connection, id: string, end: RunEnd, now: number): Promise<void> {
  const json = (value: unknown): string | null => {
    const text = value === null || value === undefined ? null : JSON.stringify(value)
    return text !== null && text.length > LONGEST_JSON ? null : text
  }
  const args = {
    id,
    ahora: new Date(now).toISOString(),
    estado: end.estado,
    error: end.error?.slice(0, 1000) ?? null,
    antes: json(end.antes),
    despues: json(end.despues),
    resultado: json(end.resultado),
  }
  await retryBusy(() => db.batch([{ statement: END, args }]))
}

const FORGET = defineWrite({
  name: 'mantenimiento.olvidar',
  roles,
  // The newest of each kind stays however old: the calendar and the alerts go by it.
  sql: `DELETE FROM mantenimientos WHERE fecha_inicio < :antes AND estado <> 'en_marcha'
    AND id NOT IN (SELECT max(id) FROM mantenimientos WHERE estado = 'hecho' GROUP BY accion)`,
})

/** Forgets runs that began before an instant, but for the newest of each kind. */
export async function forgetRuns(db: Connection, antes: string): Promise<void> {
  await retryBusy(() => db.batch([{ statement: FORGET, args: { antes } }]))
}
