import { type Cursor, listTicketsQuery, TicketFilter } from '@projections/tickets/list'
import type { TicketSummary } from '@projections/tickets/list-shapes'
import { type Command, Option } from 'commander'
import { ESTADOS, type Estado, PRIORIDADES, type Prioridad } from '@/domain/values'
import dominio from '@/i18n/es/dominio.json'
import type { Runtime } from '@/runtime'
import { catchUp } from '@/worker/upkeep/catch-up'
import { positive } from './arguments'
import { UsageError } from './failures'
import { cut, moment, type OutputOptions, printResult, table } from './output'
import { addRemoteOptions, type RemoteOptions, remoteOf } from './remote'
import { collectRemote } from './remote-tickets'
import { readAt, runShow } from './ticket-show'
import { VIEWER, withRuntime } from './work'

const PAGE = 100
const DEFAULT_LIMIT = 50

/** Adds `ticket list` and `ticket show`. */
export function addTicketCommands(program: Command): void {
  const ticket = program.command('ticket').description('los tickets')
  addRemoteOptions(ticket.command('list').description('lista los tickets, el más reciente primero'))
    .addOption(new Option('--estado <estado>', 'solo los de este estado').choices(ESTADOS))
    .addOption(new Option('--prioridad <prioridad>', 'solo los de esta prioridad').choices(PRIORIDADES))
    .option('--texto <texto>', 'solo los que lo llevan en el título, la descripción o un comentario')
    .option('--limite <n>', 'cuántos como mucho', positive, DEFAULT_LIMIT)
    .action(runList)
  addRemoteOptions(ticket.command('show').description('muestra un ticket y su historial'))
    .argument('<id>', 'número del ticket', positive)
    .option('--at <versión|instante>', 'como estaba en esa versión, o en ese instante (UTC)', readAt)
    .action(runShow)
}

interface ListOptions extends OutputOptions, RemoteOptions {
  readonly estado?: Estado
  readonly prioridad?: Prioridad
  readonly texto?: string
  readonly limite: number
}

async function runList(options: ListOptions): Promise<void> {
  const { estado = null, prioridad = null, texto = null } = options
  const filter = TicketFilter.safeParse({ estado, prioridad, texto })
  if (!filter.success) throw new UsageError('--texto admite de 1 a 100 caracteres.')
  const remote = remoteOf(options)
  const tickets = remote
    ? await collectRemote(remote, { estado, prioridad, texto }, options.limite)
    : await withRuntime(async ({ db, newId }) => {
        // No server may be running that keeps what is searched up with the log.
        if (texto !== null) await catchUp({ db, now: Date.now, newId }, () => false)
        return (await collect(db, filter.data, options.limite)).map(({ clave: _, ...ticket }) => ticket)
      })
  const rows = tickets.map((ticket) => [
    String(ticket.id),
    dominio.estado[ticket.estado],
    dominio.prioridad[ticket.prioridad],
    cut(ticket.titulo, 60),
    ticket.asignado ?? '—',
    moment(ticket.fechaActualizacion),
  ])
  const head = ['ID', 'ESTADO', 'PRIORIDAD', 'TÍTULO', 'ASIGNADO A', 'ACTUALIZADO (UTC)']
  printResult(options, tickets, rows.length === 0 ? 'No hay tickets.' : table(head, rows))
}

async function collect(db: Runtime['db'], filter: TicketFilter, limit: number): Promise<TicketSummary[]> {
  const found: TicketSummary[] = []
  let cursor: Cursor | null = null
  do {
    const size = Math.min(PAGE, limit - found.length)
    const page = await listTicketsQuery(db.as('api_server'), VIEWER, filter, cursor, size)
    found.push(...page.tickets)
    cursor = page.siguiente
  } while (cursor !== null && found.length < limit)
  return found
}
