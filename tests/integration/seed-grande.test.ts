import { createClient } from '@libsql/client'
import { afterEach, expect, test } from 'vitest'
import { generateDesk } from '@/cli/generate/seed'
import { catchUp } from '../support/follow'
import { expectInvariants, type LogRow } from '../support/invariants'
import { openTestSystem, type TestSystem } from '../support/system'

const open: TestSystem[] = []
afterEach(async () => {
  for (const system of open.splice(0)) await system.close()
})

async function makeSystem(tickets: number, interactions: number): Promise<TestSystem> {
  const system = await openTestSystem({ seeded: true })
  open.push(system)
  await generateDesk(system.runtime, { tickets, interactions })
  return system
}

const made = async (tickets: number, interactions: number): Promise<LogRow[]> =>
  await expectInvariants(await makeSystem(tickets, interactions))

const DEMO_EVENTS = 106
const DEMO_TICKETS = 20

// Mutants seen to fail: a ticket of too many or too few; versions that begin at 0; a cast without the demo's people.
test.each([
  [300, 3000],
  [40, 40],
  [7, 50],
])(
  '%i tickets with %i events are made beside the demo, with versions from 1 and live rows',
  async (tickets, events) => {
    const log = (await made(tickets, events)).slice(DEMO_EVENTS)
    const ofTickets = log.filter(({ ticket_id }) => ticket_id !== null)
    expect(ofTickets).toHaveLength(events)
    const ids = new Set(ofTickets.map(({ ticket_id }) => ticket_id))
    expect(ids.size).toBe(tickets)
    expect(Math.max(...[...ids].map(Number))).toBe(DEMO_TICKETS + tickets)
  },
)

test('they are the same every time, and the demo’s own people take part', async () => {
  const tell = (log: LogRow[]) =>
    log
      .slice(DEMO_EVENTS)
      .map(({ ticket_id, usuario_id, tipo, contenido }) => [ticket_id, usuario_id, tipo, contenido])
  const [one, two] = [await made(100, 900), await made(100, 900)]
  expect(tell(one)).toEqual(tell(two))
  const DEMO_OPERATOR = 3
  expect(
    one.slice(DEMO_EVENTS).filter(({ usuario_id }) => usuario_id === DEMO_OPERATOR).length,
  ).toBeGreaterThan(0)
  expect(new Set(one.slice(DEMO_EVENTS).map(({ tipo }) => tipo)).size).toBeGreaterThanOrEqual(7)
})

// Mutant seen to fail: an outbox that begins with the made history.
test('nobody is told of what they are said to have done two years ago', async () => {
  const system = await makeSystem(50, 400)
  await catchUp(system)
  const client = createClient({ url: system.url })
  const { rows } = await client.execute('SELECT count(*) AS n FROM tareas')
  client.close()
  expect(rows[0]?.n).toBe(0)
})
