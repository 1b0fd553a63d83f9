import { z } from 'zod'
import { type Connection, retryBusy } from '@/db/client'
import { defineQuery, defineWrite } from '@/db/queries'
import { lineText } from '@/domain/text'

/** A search that somebody keeps: the query of the audit page's address, under a name of theirs. */
const SavedFilter = z.object({ nombre: z.string(), consulta: z.string() })
export type SavedFilter = z.infer<typeof SavedFilter>

export const NombreFiltro = lineText(1, 80)
export const MAX_FILTROS = 50

const LIST = defineQuery({
  name: 'filtros.lista',
  roles: ['api_server'],
  sql: `SELECT nombre, consulta FROM filtros_guardados WHERE usuario_id = :cuenta ORDER BY nombre LIMIT ${MAX_FILTROS}`,
  row: SavedFilter,
})

const INSERT = defineWrite({
  name: 'filtros.guardar',
  roles: ['api_server'],
  sql: `INSERT INTO filtros_guardados (usuario_id, nombre, consulta, fecha)
    SELECT :cuenta, :nombre, :consulta, :ahora
    WHERE (SELECT count(*) FROM filtros_guardados WHERE usuario_id = :cuenta) < ${MAX_FILTROS}
      AND NOT EXISTS (SELECT 1 FROM filtros_guardados WHERE usuario_id = :cuenta AND nombre = :nombre)`,
})

const DELETE = defineWrite({
  name: 'filtros.borrar',
  roles: ['api_server'],
  sql: 'DELETE FROM filtros_guardados WHERE usuario_id = :cuenta AND nombre = :nombre',
})

/** An account's own saved filters, by name. */
export async function listSavedFilters(db: Connection, cuenta: number): Promise<readonly SavedFilter[]> {
  return await db.all(LIST, { cuenta })
}

/** Keeps a filter. @returns false where the account has one of that name, or as many as it may have */
export async function saveFilter(
  db: Connection,
  cuenta: number,
  filter: SavedFilter,
  ahora: string,
): Promise<boolean> {
  const args = { cuenta, ...filter, ahora }
  const [result] = await retryBusy(() => db.batch([{ statement: INSERT, args }]))
  return result?.rowsAffected === 1
}

/** Drops an account's own filter; one that is not there is none the less gone. */
export async function dropSavedFilter(db: Connection, cuenta: number, nombre: string): Promise<void> {
  await retryBusy(() => db.batch([{ statement: DELETE, args: { cuenta, nombre } }]))
}
