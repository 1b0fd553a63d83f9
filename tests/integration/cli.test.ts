import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { login } from '@/auth/login'
import { bundleConsole } from '../support/bundle'
import { runCli } from '../support/cli'
import { FIXTURE } from '../support/desk'
import { openTestSystem, type TestSystem } from '../support/system'

/** One line, and nothing but it, on the side where it belongs. */
const refusal = (code: number, line: string | RegExp) => {
  const err: unknown = typeof line === 'string' ? `${line}\n` : expect.stringMatching(line)
  return { code, out: '', err }
}

describe('without a database', () => {
  let folder: string
  let url: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bitacora-cli-'))
    url = `file:${join(folder, 'nueva.db')}`
  })
  afterEach(async () => await rm(folder, { recursive: true, force: true }))

  test('every command but db says to migrate, and makes no file', async () => {
    for (const args of [
      ['user', 'list'],
      ['ticket', 'list'],
      ['ticket', 'show', '1'],
      ['db', 'seed'],
      ['import', FIXTURE, '--format', 'servicenow'],
    ]) {
      expect(await runCli(url, ...args)).toEqual(
        refusal(1, `No existe ${url}: ejecute «pnpm bitacora db migrate».`),
      )
    }
    expect(existsSync(join(folder, 'nueva.db'))).toBe(false)
  })

  test('db status says so, db migrate makes one, db seed fills it once', async () => {
    expect((await runCli(url, 'db', 'status')).out).toContain('no existe todavía')
    expect(await runCli(url, 'db', 'migrate')).toMatchObject({ code: 0, err: '' })
    expect((await runCli(url, 'db', 'migrate')).out).toBe('La base de datos ya estaba al día.\n')
    expect(await runCli(url, 'db', 'seed')).toMatchObject({ code: 0 })
    expect(await runCli(url, 'db', 'seed')).toEqual(
      refusal(1, 'La base de datos ya tiene datos: no se ha cambiado nada.'),
    )
    const status: unknown = JSON.parse((await runCli(url, 'db', 'status', '--json')).out)
    expect(status).toMatchObject({ migrada: true, contenido: { cuentas: 5, tickets: 20, eventos: 106 } })
  })

  test('db seed keeps its public passwords off a server that others reach', async () => {
    await runCli(url, 'db', 'migrate')
    vi.stubEnv('HOST', '0.0.0.0')
    expect(await runCli(url, 'db', 'seed')).toEqual(refusal(1, /^Los datos de ejemplo solo se cargan/))
  })

  test('a wrong variable is named in one line', async () => {
    expect(await runCli('mysql://x', 'user', 'list')).toEqual(refusal(1, /^TURSO_DATABASE_URL: .*\n$/))
  })
})

describe('on a seeded database', () => {
  let system: TestSystem
  beforeAll(async () => {
    system = await openTestSystem({ seeded: true })
  })
  afterAll(async () => await system.close())
  const bitacora = (...args: string[]) => runCli(system.url, ...args)

  test('lists and shows tickets, for people and as JSON', async () => {
    const list = await bitacora('ticket', 'list', '--estado', 'resuelto')
    expect(list.out.split('\n')).toHaveLength(4)
    expect(list.out).toContain('Contraseña caducada y no me deja cambiarla')
    const rows = z.array(z.object({ id: z.number(), estado: z.string() }))
    const json = rows.parse(JSON.parse((await bitacora('ticket', 'list', '--limite', '3', '--json')).out))
    expect(json).toHaveLength(3)

    const shown = await bitacora('ticket', 'show', '3')
    expect(shown.out).toContain('Estado: Cerrado · Prioridad: Alta · Categoría: Red')
    expect(shown.out).toContain('[nota interna] Sesiones cortadas')
    expect(shown.out).toContain('Diego Ferrer: cierra el ticket (resuelto)')
    const ticket: unknown = JSON.parse((await bitacora('ticket', 'show', '3', '--json')).out)
    expect(ticket).toMatchObject({ ticket: { id: 3, version: 14 }, eventos: { length: 14 } })
  })

  test('lists the accounts without the system’s', async () => {
    expect((await bitacora('user', 'list')).out.trimEnd().split('\n')).toHaveLength(6)
    expect((await bitacora('user', 'list', '--rol', 'auditor')).out).toContain('Elena Prats')
    expect((await bitacora('user', 'list', '--texto', 'nadie')).out).toBe('No hay cuentas.\n')
  })

  test('answers wrong usage with 2 and one line', async () => {
    const wrong: [string[], string | RegExp][] = [
      [['hola'], 'No existe la orden «hola». Pruebe «bitacora --help».'],
      [['user', 'list', '--zz'], 'No existe la opción «--zz».'],
      [['ticket', 'show'], 'Falta el argumento <id>.'],
      [['ticket', 'show', '0'], '<id> no admite «0»: se esperaba un número entero positivo.'],
      [['ticket', 'list', 'x'], 'Sobran argumentos.'],
      [['ticket', 'list', '--estado', 'x'], /^--estado <estado> no admite «x»: uno de abierto, /],
      [['ticket', 'list', '--texto', ''], '--texto admite de 1 a 100 caracteres.'],
      [['ticket', 'list', '--limite'], /^La opción --limite <n> necesita un valor/],
      [['user', 'create', 'a@b.es', '--nombre', 'A'], 'Falta la opción --rol <rol>.'],
      [['user', 'create', 'ab.es', '--nombre', 'A', '--rol', 'cliente'], 'El correo no es válido: «ab.es»'],
      [['import', FIXTURE], 'Falta la opción --format <formato>.'],
      [['import', FIXTURE, '--format', 'jira'], /^--format <formato> no admite «jira»/],
    ]
    for (const [args, line] of wrong) expect(await bitacora(...args)).toEqual(refusal(2, line))
    const group = await bitacora('db')
    expect(group.code).toBe(2)
    expect(group.err).toContain('Órdenes:')
    expect(await bitacora('--help')).toMatchObject({ code: 0, err: '' })
  })

  test('answers what can’t be done with 1 and one line', async () => {
    expect(await bitacora('ticket', 'show', '999')).toEqual(refusal(1, 'No existe el ticket 999.'))
    expect(await bitacora('user', 'password', 'no@hay.es', '--password-stdin')).toEqual(
      refusal(1, 'No hay ninguna cuenta con el correo no@hay.es.'),
    )
    expect(await bitacora('import', 'no-hay.csv', '--format', 'servicenow')).toEqual(
      refusal(1, 'No existe el fichero no-hay.csv.'),
    )
    expect(await bitacora('import', 'package.json', '--format', 'servicenow')).toEqual(
      refusal(1, /^package\.json no es un registro de incidencias de ServiceNow: le faltan las columnas/),
    )
  })

  test('imports, and tells of bad rows by their line', async () => {
    const dry = await bitacora('import', FIXTURE, '--format', 'servicenow', '--dry-run', '--json')
    const counts = { leidas: 12, tickets: 3, eventos: 19, omitidas: 0, fallidas: 0 }
    expect(JSON.parse(dry.out)).toEqual({ ...counts, dryRun: true })
    const real = await bitacora('import', FIXTURE, '--format', 'servicenow', '--json')
    expect(JSON.parse(real.out)).toEqual({ ...counts, dryRun: false })
    expect((await bitacora('ticket', 'list', '--texto', 'INC0000001')).out).toContain('Symptom 72')
    const [{ id } = { id: 0 }] = z
      .array(z.object({ id: z.number() }))
      .parse(JSON.parse((await bitacora('ticket', 'list', '--texto', 'INC0000001', '--json')).out))
    expect((await bitacora('ticket', 'show', String(id))).out).toContain(
      'Sistema: cambios en el origen: incident_state, sys_mod_count, sys_updated_at',
    )

    const bad = join(tmpdir(), `bitacora-mala-${process.pid}.csv`)
    const [header, row] = (await readFile(FIXTURE, 'utf8')).split('\n')
    await writeFile(bad, [header, row, row?.replace('New', 'Lost'), 'corta'].join('\n'))
    const result = await bitacora('import', bad, '--format', 'servicenow')
    await rm(bad)
    expect(result.code).toBe(1)
    expect(result.err.split('\n')).toEqual([
      'Línea 3: incident_state tiene un valor que no se entiende: «Lost»',
      'Línea 4: tiene 1 columnas donde la cabecera anuncia 24',
      'Filas que no se pudieron importar: 2; el resto sí.',
      '',
    ])
    expect(result.out).toContain('Filas leídas:         3')
  })

  test('makes an account and changes its password, as a process that reads it from its input', async () => {
    const program = await bundleConsole()
    const process_ = (input: string, ...args: string[]) =>
      spawnSync(process.execPath, [program, ...args], {
        env: { ...process.env, TURSO_DATABASE_URL: system.url },
        input,
        encoding: 'utf8',
      })
    const email = 'ana@prueba.test'
    const create = ['user', 'create', email, '--nombre', 'Ana Ruiz', '--rol', 'operador']
    expect(process_('', ...create)).toMatchObject({
      status: 2,
      stderr: 'No hay una terminal donde preguntar la contraseña: use --password-stdin.\n',
    })
    expect(process_('corta\n', ...create, '--password-stdin')).toMatchObject({
      status: 1,
      stderr: 'La contraseña debe tener entre 12 y 200 caracteres.\n',
    })
    const made = process_('una contraseña larga\n', ...create, '--password-stdin')
    expect(made).toMatchObject({ status: 0, stderr: '' })
    expect(made.stdout).toMatch(/^Cuenta \d+ creada: Ana Ruiz <ana@prueba\.test>, operador\n$/)
    expect(process_('una contraseña larga\n', ...create, '--password-stdin')).toMatchObject({
      status: 1,
      stderr: `Ya hay una cuenta con el correo ${email}.\n`,
    })
    expect(process_('otra contraseña larga', 'user', 'password', email, '--password-stdin').status).toBe(0)
    const origin = { agente: '', direccion: '' }
    const enter = (contrasena: string) =>
      login(system.runtime.db.as('auth'), { email, contrasena }, origin, {
        now: Date.now(),
        permiteDemo: true,
      })
    expect(await enter('una contraseña larga')).toMatchObject({ ok: false })
    expect(await enter('otra contraseña larga')).toMatchObject({ ok: true })
  })
})
