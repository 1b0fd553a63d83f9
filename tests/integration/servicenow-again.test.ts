import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { createClient } from '@libsql/client'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bundleConsole } from '../support/bundle'
import { type Desk, FIXTURE, openDesk, REAL } from '../support/desk'

let desk: Desk
beforeEach(async () => {
  desk = await openDesk()
})
afterEach(async () => await desk.system.close())

// Caught by it: ids that hold the row's line, a creation's id made of its row, known rows that are dispatched again.
describe('the same rows again', () => {
  test('add nothing', async () => {
    await desk.importFile(FIXTURE)
    const before = await desk.timelines()
    expect(await desk.importFile(FIXTURE)).toEqual({
      leidas: 12,
      tickets: 0,
      eventos: 0,
      omitidas: 12,
      fallidas: 0,
    })
    expect(await desk.timelines()).toEqual(before)
  })

  test('add nothing after people went on working on the ticket', async () => {
    await desk.importFile(FIXTURE)
    const admin = await desk.system.person('admin')
    const ticketId = (await desk.tickets())[0]?.id ?? 0
    await desk.system.dispatch(admin, { tipo: 'reabrir_ticket', ticketId, comentario: 'Sigue pasando' })
    expect(await desk.importFile(FIXTURE)).toMatchObject({ eventos: 0, omitidas: 12 })
    expect((await desk.tickets())[0]).toMatchObject({ estado: 'abierto' })
  })

  test('do the same however the file was cut, as long as its parts come in order', async () => {
    await desk.importFile(FIXTURE)
    const whole = await desk.timelines()
    for (let cut = 1; cut < desk.rows.length; cut++) {
      await desk.system.close()
      desk = await openDesk()
      await desk.importRows(desk.rows.slice(0, cut))
      await desk.importRows(desk.rows.slice(cut))
      expect(await desk.importFile(FIXTURE)).toMatchObject({ eventos: 0, omitidas: 12 })
      expect(await desk.timelines()).toEqual(whole)
    }
    expect(await desk.proof()).toEqual([])
  })

  test('do the same when two imports run at once', async () => {
    await Promise.all([desk.importFile(FIXTURE), desk.importFile(FIXTURE)])
    expect((await desk.timelines()).map(({ length }) => length)).toEqual([10, 6, 3])
    expect(await desk.proof()).toEqual([])
  })

  test('do not take a ticket back where the beginning comes after the end', async () => {
    await desk.importRows(desk.rows.slice(3, 6))
    const [before] = await desk.tickets()
    expect(await desk.importRows(desk.rows.slice(0, 3))).toMatchObject({ tickets: 0, eventos: 3 })
    const [after] = await desk.tickets()
    expect(after).toMatchObject({ estado: 'cerrado', prioridad: 'alta', categoria: before?.categoria })
    expect(await desk.importRows(desk.rows.slice(0, 6))).toMatchObject({ eventos: 0, omitidas: 6 })
    expect(await desk.proof()).toEqual([])
  })
})

describe('the real log', () => {
  const SUMS = `SELECT
    (SELECT count(*) FROM tickets WHERE estado = 'cerrado') AS cerrados,
    (SELECT count(*) FROM interacciones WHERE ticket_id IS NOT NULL) AS eventos,
    (SELECT sum(version) FROM tickets) AS versiones,
    (SELECT count(DISTINCT ticket_id || '.' || version) FROM interacciones WHERE ticket_id IS NOT NULL) AS distintos`
  const WHOLE = { cerrados: 890, eventos: 7038, versiones: 7038, distintos: 7038 }

  async function sums() {
    const client = createClient({ url: desk.system.url })
    const { rows } = await client.execute(SUMS)
    client.close()
    return { ...rows[0] }
  }

  /** Runs the import as a process of its own, and kills it once it has recorded so many events. */
  async function killedAfter(events: number): Promise<void> {
    const args = [await bundleConsole(), 'import', REAL, '--format', 'servicenow']
    const env = { ...process.env, TURSO_DATABASE_URL: desk.system.url }
    const child = spawn(process.execPath, args, { env, stdio: 'ignore' })
    const ended = new Promise((resolve) => child.once('exit', resolve))
    while (child.exitCode === null && Number((await sums()).eventos) < events) await setTimeout(20)
    child.kill('SIGKILL')
    await ended
  }

  test('is 890 incidents, every one closed with its whole story, and adds nothing again', async ({
    skip,
  }) => {
    skip(!existsSync(REAL), `${REAL} is absent`)
    const report = { leidas: 5998, tickets: 890, eventos: 7038, omitidas: 0, fallidas: 0 }
    expect(await desk.importFile(REAL)).toEqual(report)
    expect(await sums()).toEqual(WHOLE)
    expect(await desk.proof()).toEqual([])
    // The log's traces, folded, gave every single row back: else it would not have known it again.
    expect(await desk.importFile(REAL)).toMatchObject({ leidas: 5998, eventos: 0, omitidas: 5998 })
    expect(await sums()).toEqual(WHOLE)
  })

  test('comes out the same after an import was killed in the middle, twice', async ({ skip }) => {
    skip(!existsSync(REAL), `${REAL} is absent`)
    await killedAfter(500)
    await killedAfter(3000)
    expect(await desk.proof()).toEqual([])
    expect(await desk.importFile(REAL)).toMatchObject({ leidas: 5998, fallidas: 0 })
    expect(await sums()).toEqual(WHOLE)
    expect(await desk.proof()).toEqual([])
  })
})
