import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
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

// pnpm bench:replay [--quick] [--json] [--only TEXT] [--events N]: rounds A B C A B C …, each in a process of its own.

const args = process.argv.slice(2)
const [quick, json] = [args.includes('--quick'), args.includes('--json')]
const option = (name: string) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined)
const only = option('--only') ?? ''
const events = option('--events')
const SIZES = events ? [Number(events)] : quick ? [100_000] : [500_000, 5_000_000]
/** What the slow ones take of the log. */
const PART = quick ? 20_000 : 50_000
const SECONDS = quick ? 3 : 10

function say(text: string): void {
  if (!json) console.log(text)
}

const root = await mkdtemp(join(tmpdir(), 'bitacora-bench-'))
try {
  await bundle()
  if (!hasEngines()) say('Sin emmett-sqlite: `npm ci --legacy-peer-deps` en tests/bench/engines lo instala.')
  const sizes: Measured[] = []
  for (const size of SIZES) {
    const folder = join(root, String(size))
    await mkdir(folder)
    sizes.push(await measureSize(folder, size, size > 1_000_000 || quick ? 2 : 3))
    await rm(folder, { recursive: true, force: true })
  }
  console.log(report(sizes, json))
} finally {
  await rm(root, { recursive: true, force: true })
}

async function measureSize(folder: string, size: number, rounds: number): Promise<Measured> {
  const [registro, lleno] = [join(folder, 'registro.db'), join(folder, 'lleno.db')]
  await writeLog(registro, size)
  say(`Registro de ${size} eventos escrito`)
  await copyFile(registro, lleno)
  const base = { file: lleno, folder, mode: '', hasta: size, seconds: SECONDS, engines: ENGINES }
  const vacias = await round('ours', { ...base, mode: 'todas vacías' })
  await settleDatabase(`file:${lleno}`)
  say('Proyecciones llenas')
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
