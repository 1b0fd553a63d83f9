import { type LogEntry, logQuery, logStatsQuery } from '@projections/linea_tiempo/log'
import { type Command, InvalidArgumentError } from 'commander'
import type { Connection } from '@/db/client'
import { listenForEnd } from './end'
import { moment, type OutputOptions, printResult, table } from './output'
import { withRuntime } from './work'

const POLL_MS = 300
const CHUNK = 500

/** Adds `log tail` and `log stats`. */
export function addLogCommands(program: Command): void {
  const log = program.command('log').description('el registro: todo lo que ha pasado')
  log
    .command('tail')
    .description('muestra los últimos eventos')
    .option('-n, --lines <n>', 'cuántos', parseCount, 20)
    .option('--follow', 'y los que vayan llegando, hasta Ctrl-C')
    .action(runTail)
  log.command('stats').description('cuenta lo que contiene').action(runStats)
}

function parseCount(text: string): number {
  const count = Number(text)
  if (!Number.isInteger(count) || count < 0 || count > 10_000)
    throw new InvalidArgumentError('se esperaba un número de 0 a 10000')
  return count
}

interface TailOptions extends OutputOptions {
  readonly lines: number
  readonly follow?: boolean
}

async function runTail(options: TailOptions): Promise<void> {
  await withRuntime(async ({ db }) => {
    const admin = db.as('admin')
    const last = await logQuery(admin, null, Math.max(1, options.lines))
    // One is asked for at least: from where to follow.
    for (const entry of options.lines === 0 ? [] : last) print(options, entry)
    if (options.follow) await follow(admin, options, last.at(-1)?.evento.sobre.posicion ?? 0)
  })
}

/** Until the process is told to end, or nobody reads any more. */
async function follow(db: Connection, options: TailOptions, from: number): Promise<void> {
  const end = listenForEnd()
  process.stdout.once('error', end.ask)
  for (let desde = from; !end.asked; ) {
    const entries = await logQuery(db, desde, CHUNK)
    for (const entry of entries) print(options, entry)
    desde = entries.at(-1)?.evento.sobre.posicion ?? desde
    if (entries.length < CHUNK) await end.sleep(POLL_MS)
  }
  process.stdout.off('error', end.ask)
  end.close()
}

/** One line each: as JSON, one object a line, for whoever reads them as they come. */
function print({ json }: OutputOptions, { evento, autor }: LogEntry): void {
  const { sobre, ...payload } = evento
  if (json) {
    process.stdout.write(`${JSON.stringify({ ...sobre, autor, ...payload })}\n`)
    return
  }
  const { posicion, fechaRegistro, sujeto, version, esInterno } = sobre
  const stream = `${sujeto.tipo} ${sujeto.id} v${version}`
  const kind = esInterno ? `${evento.tipo} (interno)` : evento.tipo
  const columns = [
    String(posicion).padStart(8),
    moment(fechaRegistro),
    stream.padEnd(20),
    kind.padEnd(22),
    autor,
  ]
  process.stdout.write(`${columns.join('  ')}\n`)
}

async function runStats(options: OutputOptions): Promise<void> {
  const stats = await withRuntime(({ db }) => logStatsQuery(db.as('admin')))
  const { eventos, tickets, cuentas, autores, internos, bytes, primera, ultima } = stats
  const lines = [
    `Eventos:          ${eventos} (${internos} internos)`,
    `Tickets:          ${tickets}`,
    `Cuentas:          ${cuentas}`,
    `Autores:          ${autores}`,
    `Tamaño:           ${Math.round(bytes / 1024)} KiB de texto`,
    `Registrados:      ${primera === null ? '—' : moment(primera)} a ${ultima === null ? '—' : moment(ultima)} (UTC)`,
    '',
    table(
      ['TIPO', 'EVENTOS'],
      stats.tipos.map(({ tipo, eventos: count }) => [tipo, String(count)]),
    ),
  ]
  printResult(options, stats, lines.join('\n'))
}
