/** An account that a command relied on, and the version it was loaded at. */
export type AccountGuard = readonly [cuentaId: number, version: number]

/**
 * SQL that holds while every account of a JSON array of AccountGuard stands at its version. A creation's row and its
 * events both ask it: a row without its events would be a stream that nobody created.
 */
export function guardsHold(json: string): string {
  return `NOT EXISTS (
        SELECT 1 FROM json_each(${json}) g LEFT JOIN usuarios u ON u.id = g.value ->> 0
        WHERE u.version IS NOT g.value ->> 1)`
}

/**
 * SQL for the generation of the inline projections' rows. A rebuild that mends one raises it and leaves the row's
 * version alone: what was decided on rows of an older generation, in whichever process, is refused like a stale version.
 */
export const GENERATION = `(SELECT sum(generacion) FROM checkpoints WHERE proyeccion IN ('tickets', 'usuarios'))`
