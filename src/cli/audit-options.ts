import { AuditFilter, EVENT_KINDS, TIEMPOS } from '@projections/auditoria/filter'
import { projectionStatus } from '@projections/engine/status'
import { findCuentaByEmailQuery } from '@projections/usuarios/list'
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Connection } from '@/db/client'
import type { FormatoExportacion } from '@/domain/cuenta/consulta'
import type { EventKind } from '@/domain/events'
import { type Momento, readMomento } from '@/domain/momento'
import { Id, Ulid } from '@/domain/values'
import { consultationOf } from '@/io/auditoria/consultation'
import type { Runtime } from '@/runtime'
import { CliError, UsageError } from './failures'
import { ACTOR } from './work'

/** The filters of the audit page, as options. */
export interface FilterOptions {
  readonly actor?: string
  readonly ticket?: number
  readonly cuenta?: string
  readonly tipo?: EventKind
  readonly interno?: 'si' | 'no'
  readonly texto?: string
  readonly tiempo?: (typeof TIEMPOS)[number]
  readonly desde?: Momento
  readonly hasta?: Momento
  readonly comando?: string
  readonly correlacion?: string
}

/** Adds the page's filters to a command. */
export function addFilters(command: Command): Command {
  return command
    .option('--actor <cuenta>', 'quién lo hizo: correo o número')
    .option('--ticket <n>', 'de qué ticket', parseId)
    .option('--cuenta <cuenta>', 'de qué cuenta: correo o número; 1, el servicio')
    .addOption(new Option('--tipo <tipo>', 'qué pasó').choices(EVENT_KINDS))
    .addOption(new Option('--interno <sí o no>', 'solo notas internas, o sin ellas').choices(['si', 'no']))
    .option('--texto <palabras>', 'en títulos, descripciones y comentarios de tickets')
    .addOption(new Option('--tiempo <cuál>', 'de qué es el periodo').choices(TIEMPOS).default('negocio'))
    .option('--desde <momento>', 'desde ese día o momento (UTC)', parseMomento)
    .option('--hasta <momento>', 'hasta el final de ese día o momento (UTC)', parseMomento)
    .option('--comando <id>', 'de qué orden', parseUlid)
    .option('--correlacion <id>', 'de qué cadena de trabajo', parseUlid)
}

function parseId(text: string): number {
  const id = Id.safeParse(/^\d{1,15}$/.test(text) ? Number(text) : null)
  if (!id.success) throw new InvalidArgumentError('se esperaba un número mayor que cero')
  return id.data
}

function parseUlid(text: string): string {
  const id = Ulid.safeParse(text.toUpperCase())
  if (!id.success) throw new InvalidArgumentError('se esperaban las 26 letras y cifras del identificador')
  return id.data
}

function parseMomento(text: string): Momento {
  const momento = readMomento(text, 'UTC')
  if (momento === null)
    throw new InvalidArgumentError('se esperaba un día o un momento, como 2026-03-01 o 2026-03-01T10:00')
  return momento
}

/** What the options ask for. @throws CliError for an account that is not there */
export async function filterFrom(db: Connection, options: FilterOptions): Promise<AuditFilter> {
  const { ticket, tipo, texto, tiempo, comando, correlacion, interno } = options
  const filter = AuditFilter.safeParse({
    ticket,
    tipo,
    texto,
    tiempo,
    comando,
    correlacion,
    interno: interno === undefined ? null : interno === 'si',
    actor: await accountOf(db, options.actor),
    cuenta: await accountOf(db, options.cuenta),
    desde: options.desde?.desde,
    hasta: options.hasta?.hasta,
  })
  if (!filter.success) throw new CliError('El texto que se busca tiene de 1 a 100 caracteres.')
  return filter.data
}

async function accountOf(db: Connection, typed: string | undefined): Promise<number | null> {
  if (typed === undefined) return null
  if (/^\d{1,15}$/.test(typed)) {
    const id = Id.safeParse(Number(typed))
    if (!id.success) throw new UsageError(`No hay ninguna cuenta con el número ${typed}.`)
    return id.data
  }
  const found = await findCuentaByEmailQuery(db, typed.toLowerCase())
  if (!found) throw new CliError(`No hay ninguna cuenta con el correo ${typed}.`)
  return found.id
}

/** Notes a search or an export as the page does; the command line acts as the service. */
export async function noteConsultation(
  { bus, newId }: Runtime,
  filter: AuditFilter,
  exported?: { readonly formato: FormatoExportacion; readonly hasta: number },
): Promise<void> {
  const comando = consultationOf(filter, exported)
  const result = await bus.dispatch({ comandoId: newId(), actor: ACTOR, comando })
  if (result.estado !== 'aceptado') throw new CliError('No se pudo registrar la consulta.')
}

/** Up to where the indexes have come; says so on standard error where events are missing. */
export async function auditHead(db: Connection, filter: AuditFilter): Promise<number> {
  const status = await projectionStatus(db, Date.now())
  const used = status.filter(
    ({ nombre }) => nombre === 'auditoria' || (filter.texto !== null && nombre === 'busqueda'),
  )
  const missing = Math.max(...used.map(({ eventosDetras }) => eventosDetras))
  if (missing > 0)
    process.stderr.write(`El índice de auditoría va ${missing} eventos por detrás del registro.\n`)
  return Math.min(...used.map(({ posicion }) => posicion))
}
