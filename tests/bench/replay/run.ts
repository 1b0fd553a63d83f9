import { existsSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { settleDatabase } from '@/db/empty'
import { ENGINES, hasEngines } from '../write/engines'
import { askQueries, bundle, rebuildBeside, round } from './bundle'
import { CONTESTANTS, type Contestant } from './contestants'
import { writeLog } from './log'
import { openPlain } from './plain'
import { type Measured, report } from './report'
import type { Figure, Task } from './scenario'

// pnpm bench:replay [--quick] [--json] [--only TEXT] [--events N] [--rounds N] [--folder PATH]: rounds A B C A B C …,
// each in a process of its own. What lies in PATH is used again: filling the projections of a large log takes long.

const args = process.argv.slice(2)
const [quick, json] = [args.includes('--quick'), args.includes('--json')]
const option = (name: string) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined)
const only = option('--only') ?? ''
const [events, rounds, kept] = [option('--events'), option('--rounds'), option('--folder')]
const SIZES = events ? [Number(events)] : quick ? [100_000] : [500_000, 5_000_000]
/** What the slow ones take of the log. */
const PART = quick ? 20_000 : 50_000
const SECONDS = quick ? 3 : 10

function say(text: string): void {
  if (!json) console.log(text)
}

const root = kept ?? (await mkdtemp(join(tmpdir(), 'bitacora-bench-')))
try {
  await bundle()
  if (!hasEngines()) say('Sin emmett-sqlite: `npm ci --legacy-peer-deps` en tests/bench/engines lo instala.')
  const sizes: Measured[] = []
  for (const size of SIZES) {
    const folder = join(root, String(size))
    await mkdir(folder, { recursive: true })
    sizes.push(await measureSize(folder, size, Number(rounds ?? (size > 1_000_000 || quick ? 2 : 3))))
    if (!kept) await rm(folder, { recursive: true, force: true })
  }
  console.log(report(sizes, json))
} finally {
  if (!kept) await rm(root, { recursive: true, force: true })
}

async function measureSize(folder: string, size: number, rounds: number): Promise<Measured> {
  const lleno = join(folder, 'lleno.db')
  const base = { file: lleno, folder, mode: '', hasta: size, seconds: SECONDS, engines: ENGINES }
  const vacias = await prepare(folder, base)
  const field = CONTESTANTS.filter(({ name }) => name.includes(only)).filter(
    ({ program }) => program !== 'emmett' || hasEngines(),
  )
  const figures = new Map<string, Figure[]>(field.map(({ name }) => [name, []]))
  for (let turn = 1; turn <= rounds; turn++) {
    for (const one of field) figures.get(one.name)?.push(await play(one, folder, base))
    say(`Vuelta ${turn} de ${rounds}`)
  }
  const queries = 'consultas'.includes(only) ? await askQueries(base) : null
  return { events: size, tickets: await ticketsIn(lleno), vacias, figures, queries }
}

/** @returns how fast the projections were filled; null where an earlier run had done it */
async function prepare(folder: string, base: Task): Promise<Figure | null> {
  if (existsSync(base.file)) return null
  const [registro, part] = [join(folder, 'registro.db'), join(folder, 'a-medias.db')]
  await rm(registro, { force: true })
  await rm(part, { force: true })
  await writeLog(registro, base.hasta)
  say(`Registro de ${base.hasta} eventos escrito`)
  await copyFile(registro, part)
  const filled = await round('ours', { ...base, file: part, mode: 'todas vacías' })
  await settleDatabase(`file:${part}`)
  await rename(part, base.file)
  say(`Proyecciones llenas: ${filled.perSecond.toFixed(0)} eventos por s`)
  return filled
}

async function ticketsIn(file: string): Promise<number> {
  const client = openPlain(file)
  const { rows } = await client.execute('SELECT count(*) AS n FROM tickets')
  client.close()
  return Number(rows[0]?.n)
}

async function play(one: Contestant, folder: string, base: Task): Promise<Figure> {
  const own = await mkdtemp(join(folder, 'vuelta-'))
  const template = join(folder, `${one.place}.db`)
  const file = one.copied ? join(own, 'prueba.db') : template
  try {
    if (one.copied) await copyFile(template, file)
    const hasta = one.part ? Math.min(PART, base.hasta) : base.hasta
    const given = { ...base, file, folder: own, mode: one.mode, hasta }
    if (!one.beside) return await round(one.program, given)
    const stop = await rebuildBeside({ ...given, mode: 'sin fin' })
    try {
      return await round(one.program, given)
    } finally {
      await stop()
    }
  } finally {
    await rm(own, { recursive: true, force: true })
  }
}
