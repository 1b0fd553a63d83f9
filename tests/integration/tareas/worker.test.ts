import { spawn } from 'node:child_process'
import { createClient } from '@libsql/client'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Cabeza, headIsSigned } from '@/events/seals/head'
import { lastSeal } from '@/events/seals/store'
import { bundleConsole } from '../../support/bundle'
import { runCli } from '../../support/cli'
import { someTicket } from '../../support/follow'
import { type MailServer, startMailServer } from '../../support/smtp'
import { openTestSystem, type TestSystem } from '../../support/system'

let system: TestSystem
beforeEach(async () => {
  system = await openTestSystem()
  const cliente = await system.person('cliente', 'Clara')
  const operador = await system.person('operador', 'Olga')
  const id = await someTicket(system, cliente)
  await system.dispatch(operador, { tipo: 'comentar', ticketId: id, comentario: 'Hola', interno: false })
})
afterEach(async () => await system.close())

async function query(sql: string): Promise<readonly unknown[]> {
  const client = createClient({ url: `file:${system.file}` })
  const { rows } = await client.execute(sql)
  client.close()
  return rows.map((row) => Object.values(row)[0])
}

test('worker --once does a round, says so in a line, and prints the head that it sealed', async () => {
  const { code, out, err } = await runCli(system.url, 'worker', '--once')
  expect([code, err]).toEqual([0, ''])
  const [line = '', seal = ''] = out.trimEnd().split('\n')
  expect(line).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d {2}tareas: 5 hechas {2}proyecciones: al día {2}\d+ ms$/)
  const head = Cabeza.parse(JSON.parse(seal.replace(/^sello /, '')))
  expect(headIsSigned(head)).toBe(true)
  expect(head).toEqual(await lastSeal(system.runtime.db.as('sealer')))
  expect(await query('SELECT count(*) FROM notificaciones')).toEqual([1])
})

/** The command as a process, until it ends by itself or is told to. */
async function startWorker(env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [await bundleConsole(), 'worker'], {
    env: { ...process.env, TURSO_DATABASE_URL: system.url, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const ended = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)))
  return { child, ended, said: () => said }
}

async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  await expect.poll(holds, { timeout: 40_000, interval: 50 }).toBe(true)
}

// Mutant seen to fail: a worker that ends at once when it is told to.
test('told to end in the middle of a slow mail, the worker ends the mail first, and then well', async () => {
  let server: MailServer | null = null
  try {
    server = await startMailServer()
    const going = server
    const gate = going.hold()
    const worker = await startWorker({ SMTP_URL: going.url, SMTP_FROM: 'soporte@prueba.test' })
    await until(() => gate.waiting > 0)
    worker.child.kill('SIGTERM')
    // It has been told, and still holds on to the mail.
    await until(() => worker.child.exitCode === null && worker.child.signalCode === null)
    expect(await query("SELECT estado FROM tareas WHERE tipo = 'correo'")).toEqual(['pendiente'])
    gate.open()
    expect(await worker.ended).toBe(0)
    expect(worker.said()).toContain('hechas')
    expect(await query("SELECT estado FROM tareas WHERE tipo = 'correo'")).toEqual(['hecha'])
    expect(going.received).toHaveLength(1)
    expect(worker.said()).not.toContain('Error')
  } finally {
    await server?.close()
  }
})
