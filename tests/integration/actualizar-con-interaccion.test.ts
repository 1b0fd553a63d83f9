import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { defineQuery } from '@/db/queries'
import { actualizarTicketConInteraccion } from '../../app/actions/tickets'
import { type ApiSystem, openApiSystem, type Person } from '../support/api/system'
import { someTicket } from '../support/follow'
import { browser, enter } from '../support/pages'

vi.mock('next/headers', async () => (await import('../support/pages')).nextHeaders)
vi.mock('next/cache', async () => (await import('../support/pages')).nextCache)
vi.mock('next-intl/server', async () => (await import('../support/pages')).nextIntl)

let system: ApiSystem
let staff: Person
let client: Person
let id: number
beforeEach(async () => {
  system = await openApiSystem()
  staff = await system.caller('operador')
  client = await system.caller('cliente')
  id = await someTicket(system, client)
  await enter(system, staff)
})
afterEach(async () => await system.close())

const LOG = defineQuery({
  name: 'prueba.lo_registrado',
  roles: ['admin'],
  sql: `SELECT tipo, usuario_id AS quien, es_interno AS interno, comando_id AS comando FROM interacciones
    WHERE ticket_id = :id AND version > 1 ORDER BY version`,
  row: z.object({ tipo: z.string(), quien: z.number(), interno: z.number(), comando: z.string() }),
})
const logged = async () => await system.runtime.db.as('admin').all(LOG, { id })

describe('a state changed with its reason', () => {
  // Mutants seen to fail: `interno` not handed on; the command's id left out.
  it('is one command with two events of the session’s person, and given again it is the same one', async () => {
    const comandoId = system.runtime.newId()
    const give = async () =>
      await actualizarTicketConInteraccion(id, 'en_progreso', 'Lo miro', { comandoId, interno: true })
    expect(await give()).toMatchObject({ estado: 'aceptado', id, version: 3 })
    expect(await give()).toMatchObject({ estado: 'aceptado', version: 3 })
    expect(await logged()).toEqual([
      { tipo: 'comentario', quien: staff.id, interno: 1, comando: comandoId },
      { tipo: 'cambio_estado', quien: staff.id, interno: 0, comando: comandoId },
    ])
  })

  // Mutant seen to fail: the version that was seen not handed on.
  it('is refused or in conflict as a form is, and gives back what was written', async () => {
    expect(await actualizarTicketConInteraccion(id, 'en_progreso', 'Uno')).toMatchObject({ version: 3 })
    const late = await actualizarTicketConInteraccion(id, 'resuelto', 'Dos', { versionVista: 1 })
    expect(late).toMatchObject({ estado: 'conflicto', valores: { a: 'resuelto', comentario: 'Dos' } })
    expect(await actualizarTicketConInteraccion(id, 'resuelto', ' ')).toMatchObject({ estado: 'invalido' })
    await enter(system, client)
    expect(await actualizarTicketConInteraccion(id, 'resuelto', 'Ya va')).toMatchObject({
      codigo: 'SIN_PERMISO',
    })
    browser.session = ''
    expect(await actualizarTicketConInteraccion(id, 'resuelto', 'Tres')).toMatchObject({
      codigo: 'SIN_SESION',
      valores: { comentario: 'Tres' },
    })
    expect(await logged()).toHaveLength(2)
  })

  // Mutant seen to fail: the options read as their type has them.
  it('takes arguments of any kind, and none of them breaks it', async () => {
    for (const given of [[], ['x', {}, null], [id, 'resuelto', 7, null], [id, 'roto', 'Uno', 'dos']])
      expect(await Reflect.apply(actualizarTicketConInteraccion, undefined, given)).toMatchObject({
        estado: 'invalido',
      })
    expect(await logged()).toEqual([])
  })
})
