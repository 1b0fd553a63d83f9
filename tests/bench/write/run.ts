import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundle, round, serve, soak } from './bundle'
import { type Contestant, contestants } from './contestants'
import { makeDatabase } from './database'
import { ENGINES, hasEngines } from './engines'
import { prepare } from './prepared'
import { report } from './report'
import { comments, type Figure, type Task, warmUp } from './scenario'

// pnpm bench:write [--quick] [--json] [--only TEXT] [--soak]: rounds A B C A B C …, each in a process and on a file of its own.

const args = process.argv.slice(2)
const [quick, json] = [args.includes('--quick'), args.includes('--json')]
const only = args.includes('--only') ? (args[args.indexOf('--only') + 1] ?? '') : ''
const [rounds, scale] = quick ? [3, 1] : [5, 2]
const TICKETS = { many: 2000, hot: 10 }

function say(text: string): void {
  if (!json) console.log(text)
}

// On the disk: durability is part of what is measured.
const folder = await mkdtemp(join(tmpdir(), 'bitacora-bench-'))
try {
  await bundle()
  const here = hasEngines()
  if (!here)
    say(
      'Sin better-sqlite3 ni emmett-sqlite: `npm ci --legacy-peer-deps` en tests/bench/engines los instala.',
    )
  const field = contestants(scale)
    .filter(({ name }) => name.includes(only))
    .filter(({ program }) => here || !['limit', 'emmett'].includes(program))
  for (const place of ['many', 'hot'] as const) await makeDatabase(template(place), TICKETS[place])
  // One list serves every contestant of its place and group, whatever their durability.
  const lists = new Map(
    field
      .filter(({ program }) => ['raw', 'limit'].includes(program))
      .map((one) => [prepared(one.place, one.group), one]),
  )
  for (const [path, { place, group, commands }] of lists) {
    const list = comments(TICKETS[place], commands + warmUp(commands))
    await writeFile(path, JSON.stringify(await prepare(template(place), list, group)))
  }
  const figures = new Map<string, Figure[]>(field.map(({ name }) => [name, []]))
  for (let turn = 1; turn <= rounds; turn++) {
    for (const one of field) figures.get(one.name)?.push(await play(one))
    say(`Vuelta ${turn} de ${rounds}`)
  }
  if (args.includes('--soak')) await longRun(quick ? 100_000 : 1_000_000)
  console.log(report(field, figures, json))
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function longRun(commands: number): Promise<void> {
  const file = join(folder, 'larga.db')
  await copyFile(template('many'), file)
  await soak({ file, tickets: TICKETS.many, callers: 256, commands, synchronous: 'FULL' })
}

function template(place: Contestant['place']): string {
  return join(folder, `${place}.db`)
}

function prepared(place: Contestant['place'], group: number): string {
  return join(folder, `${place}-${group}.json`)
}

async function play(one: Contestant): Promise<Figure> {
  const { program, place, group, callers, commands, synchronous, latency } = one
  const own = await mkdtemp(join(folder, 'vuelta-'))
  const file = join(own, 'prueba.db')
  await copyFile(template(place), file)
  const given: Task = {
    file,
    tickets: TICKETS[place],
    callers,
    commands,
    synchronous,
    group,
    prepared: prepared(place, group),
    engines: ENGINES,
  }
  try {
    if (latency === undefined) return await round(program, given)
    const authToken = 'una-clave-de-prueba'
    const { url, stop } = await serve({ ...given, authToken, latency })
    try {
      return await round(program, { ...given, url, authToken })
    } finally {
      await stop()
    }
  } finally {
    await rm(own, { recursive: true, force: true })
  }
}
