import { z } from 'zod'
import { type AuditPlace, writeAuditPlace } from '@/api/audit-cursor'
import { Continuidad, type Entrada, PaginaDeAuditoria, Pruebas } from '@/api/schemas'
import type { FormatoExportacion } from '@/domain/cuenta/consulta'
import { Cabeza } from '@/events/seals/head'
import type { FilterOptions } from './audit-options'
import { CliError, UsageError } from './failures'
import type { Query, Remote } from './remote'

const PAGE = 200

/** What a search of a service found. */
interface Found {
  readonly eventos: readonly z.infer<typeof Entrada>[]
  /** To be given as `--antes`. */
  readonly siguiente: string | null
  readonly interrumpida: boolean
}

/** Searches a service's log, page by page; the service notes the search, once. */
export async function searchRemote(
  remote: Remote,
  options: FilterOptions & { readonly lines: number; readonly antes?: AuditPlace },
): Promise<Found> {
  const { lines, antes } = options
  const eventos: z.infer<typeof Entrada>[] = []
  const first = antes && writeAuditPlace(antes)
  for (let cursor: string | null | undefined = first; ; ) {
    const query = { ...queryOf(options), cursor, limite: Math.min(PAGE, lines - eventos.length) }
    const page: z.infer<typeof PaginaDeAuditoria> = await remote.get(
      '/api/auditoria',
      query,
      PaginaDeAuditoria,
    )
    eventos.push(...page.eventos)
    const { siguiente, interrumpida } = page
    if (siguiente === null || interrumpida || eventos.length >= lines)
      return { eventos, siguiente, interrumpida }
    cursor = siguiente
  }
}

/** What the filters find, as a service exports it. */
export async function exportRemote(
  remote: Remote,
  { format: formato, bom = false, ...filter }: FilterOptions & { format: FormatoExportacion; bom?: boolean },
) {
  const { texto, nombre } = await remote.download('/api/auditoria/exportacion', {
    ...queryOf(filter),
    formato,
  })
  // The service names the file after the position up to which it goes.
  const hasta = Number(/-(\d+)\./.exec(nombre)?.[1] ?? Number.NaN)
  return { texto: bom && formato === 'csv' ? marked(texto) : texto, hasta }
}

async function* marked(texto: AsyncIterable<string>): AsyncGenerator<string> {
  yield '\ufeff'
  yield* texto
}

/** A service's newest seal. */
export async function headRemote(remote: Remote): Promise<Cabeza> {
  return await remote.get('/api/audit/head', {}, Cabeza)
}

const Claves = z.object({ claves: z.array(z.object({ clave_id: z.string(), publica: z.string() })).min(1) })

/** The public half of the key that a service signs with now. */
export async function keyRemote(remote: Remote): Promise<{ id: string; publica: string }> {
  const { claves } = await remote.get('/api/audit/key', {}, Claves)
  const last = claves.at(-1)
  if (!last) throw new CliError('El servicio no tiene ninguna clave.')
  return { id: last.clave_id, publica: last.publica }
}

/**
 * Proofs of one event, by id or position, or of a ticket.
 * @throws CliError where the API gives a part of them: a file that looks whole would prove less than it seems to
 */
export async function proveRemote(
  remote: Remote,
  reference: string | undefined,
  ticket: number | undefined,
): Promise<Omit<z.infer<typeof Pruebas>, 'total'>> {
  const byPosition = reference !== undefined && /^\d{1,15}$/.test(reference)
  const query = byPosition ? { posicion: reference } : { evento: reference, ticket }
  const { total, ...file } = await remote.get('/api/auditoria/pruebas', query, Pruebas)
  const given = file.pruebas.length
  if (given < total)
    throw new CliError(
      `El ticket tiene ${total} eventos y la API da ${given} pruebas de una vez: «audit export --format jsonl --ticket ${ticket ?? ''}» las da todas.`,
    )
  return file
}

/** The proof that a service's newest seal goes on from one that was kept. */
export async function consistencyRemote(remote: Remote, vieja: Cabeza): Promise<z.infer<typeof Continuidad>> {
  return await remote.post('/api/auditoria/consistencia', { vieja }, Continuidad)
}

/** The filters as the API has them: it takes accounts by their number. @throws UsageError */
function queryOf({ actor, cuenta, desde, hasta, ...rest }: FilterOptions): Query {
  for (const typed of [actor, cuenta])
    if (typed !== undefined && !/^\d{1,15}$/.test(typed))
      throw new UsageError('Por la API, --actor y --cuenta esperan el número de la cuenta.')
  const { ticket, tipo, interno, texto, tiempo, comando, correlacion } = rest
  const moments = { desde: desde?.desde, hasta: hasta?.hasta }
  return { actor, cuenta, ticket, tipo, interno, texto, tiempo, comando, correlacion, ...moments }
}
