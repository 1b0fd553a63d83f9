import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readHead } from '@projections/engine/head'
import { listTicketsQuery, TicketFilter } from '@projections/tickets/list'
import { createRandom } from '@/cli/generate/words'
import { openDatabase } from '@/db/client'
import { startServer } from '../../support/e2e/app'
import { hasRedisServer, startRedisServer } from '../../support/redis-server'
import { rssOf } from '../memory'
import { makeDesk } from '../pages/desk'
import { percentile } from '../replay/scenario'
import { DEEDS, makeUsers, type User } from './users'

// pnpm bench:soak [--minutes N] [--users N] [--tickets N] [--folder PATH] [--json]: so many people at their desks for so
// long, over two app processes with one Redis. It says how long each kind of deed took, what failed, and each process's
// memory over time. It needs `next build`.

const args = process.argv.slice(2)
const option = (name: string, otherwise: number) =>
  args.includes(name) ? Number(args[args.indexOf(name) + 1]) : otherwise
const json = args.includes('--json')
const kept = args.includes('--folder') ? args[args.indexOf('--folder') + 1] : undefined
const [minutes, people, tickets] = [
  option('--minutes', 20),
  option('--users', 50),
  option('--tickets', 10_000),
]
/** A person reads before they do the next thing: so many milliseconds on average. */
const THINK_MS = 3000
const SAMPLES = 20
const PAGES_SEEN = 30

const random = createRandom(20)
const [first = DEEDS[0], total] = [DEEDS[0], DEEDS.reduce((sum, { peso }) => sum + peso, 0)]

function pick() {
  let left = random() * total
  for (const deed of DEEDS) {
    left -= deed.peso
    if (left < 0) return deed
  }
  return first
}

const folder = kept ?? (await mkdtemp(join(tmpdir(), 'bitacora-bench-')))
const file = join(folder, 'carga.db')
await copyFile(await makeDesk(folder, tickets), file)
const url = `file:${file}`
const users = await makeUsers(url, people)
const seen = await ticketsOf(users)
const redis = hasRedisServer ? await startRedisServer() : null
const environment = { API_RATE_LIMIT: '1000000', ...(redis ? { REDIS_URL: redis.url } : {}) }
const servers = [await startServer({ url }, environment), await startServer({ url }, environment)]
const times = new Map<string, number[]>(DEEDS.map(({ nombre }) => [nombre, []]))
const failures = new Map<string, number>()
const memory = servers.map((): number[] => [])
let acknowledged = 0

try {
  const before = await headOf()
  const until = performance.now() + minutes * 60_000
  const sampling = setInterval(
    () => {
      for (const [index, { pid }] of servers.entries()) memory[index]?.push(rssOf(pid))
    },
    (minutes * 60_000) / SAMPLES,
  )
  await Promise.all(users.map((user, index) => live(user, index, until)))
  clearInterval(sampling)
  tell((await headOf()) - before)
} finally {
  for (const server of servers) await server.close()
  await redis?.stop()
  for (const end of ['', '-wal', '-shm']) await rm(`${file}${end}`, { force: true })
  if (!kept) await rm(folder, { recursive: true, force: true })
}

/** The tickets that are worked on in the list of each: nobody asks for what is not theirs, and what is solved closes by itself. */
async function ticketsOf(all: readonly User[]): Promise<ReadonlyMap<number, readonly number[]>> {
  const database = await openDatabase({ url })
  const found = new Map<number, readonly number[]>()
  for (const user of all) {
    const page = await listTicketsQuery(
      database.as('api_server'),
      user,
      TicketFilter.parse({}),
      null,
      PAGES_SEEN,
    )
    found.set(
      user.id,
      page.tickets
        .filter(({ estado }) => estado === 'abierto' || estado === 'en_progreso')
        .map(({ id }) => id),
    )
  }
  database.close()
  return found
}

async function headOf(): Promise<number> {
  const database = await openDatabase({ url })
  const head = await readHead(database.as('admin'))
  database.close()
  return head
}

async function live(user: User, index: number, until: number): Promise<void> {
  const own = seen.get(user.id) ?? []
  await rest(random() * THINK_MS)
  for (let turn = index; performance.now() < until; turn++) {
    const deed = pick()
    const ticket = own[Math.floor(random() * own.length)]
    if (ticket !== undefined && deed)
      await doOnce(deed, user, ticket, servers[turn % servers.length]?.url ?? '')
    await rest(THINK_MS * (0.5 + random()))
  }
}

async function doOnce(
  { nombre, ask }: (typeof DEEDS)[number],
  user: User,
  ticket: number,
  server: string,
): Promise<void> {
  const { path, init } = ask(user, ticket)
  const began = performance.now()
  const answer = await fetch(`${server}${path}`, init).catch((error: unknown) => String(error))
  const said = typeof answer === 'string' ? answer : await answer.text()
  const what = typeof answer === 'string' ? answer : `${answer.status} ${said.slice(0, 160)}`
  if (typeof answer === 'string' || !answer.ok) {
    failures.set(`${nombre}: ${what}`, (failures.get(`${nombre}: ${what}`) ?? 0) + 1)
    return
  }
  times.get(nombre)?.push(performance.now() - began)
  if (init.method === 'POST') acknowledged++
}

async function rest(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms))
}

function tell(written: number): void {
  const deeds = [...times].map(([nombre, took]) => ({
    nombre,
    veces: took.length,
    p50: percentile(took, 0.5),
    p95: percentile(took, 0.95),
    p99: percentile(took, 0.99),
  }))
  const fallos = Object.fromEntries(failures)
  const found = {
    minutes,
    people,
    tickets,
    deeds,
    fallos,
    memoria: memory,
    confirmados: acknowledged,
    escritos: written,
  }
  if (json) {
    console.log(JSON.stringify(found, null, 2))
    return
  }
  const ms = (value: number) => value.toFixed(0).padStart(7)
  console.log(
    `${people} personas, ${minutes} minutos, ${tickets} tickets; ms          veces    p50    p95    p99`,
  )
  for (const { nombre, veces, p50, p95, p99 } of deeds)
    console.log(`${nombre.padEnd(48)}${String(veces).padStart(7)}${ms(p50)}${ms(p95)}${ms(p99)}`)
  console.log(`fallos: ${JSON.stringify(fallos)}`)
  console.log(`escrituras confirmadas: ${acknowledged}; eventos nuevos en el registro: ${written}`)
  for (const own of memory) console.log(`memoria, MB: ${own.map((mb) => mb.toFixed(0)).join(' ')}`)
}
