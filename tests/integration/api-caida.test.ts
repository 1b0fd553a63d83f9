import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AnswerLost, DatabaseBusy } from '@/db/errors'
import { log } from '@/metrics/log'
import { type ApiSystem, openApiSystem, type Person } from '../support/api/system'

let system: ApiSystem
let who: Person
beforeEach(async () => {
  system = await openApiSystem()
  who = await system.caller('operador')
})
afterEach(async () => {
  vi.restoreAllMocks()
  await system.close()
})

const down = (error: Error) =>
  vi.spyOn(system.runtime.db, 'as').mockImplementation(() => {
    throw error
  })
const ask = (headers = {}) => system.call('GET', '/api/tickets', { token: who.token, headers })

describe('a database that is away', () => {
  // Mutants seen to fail: each of the two classes left out of `failed`.
  it.each([new DatabaseBusy('locked'), new AnswerLost('no answer')])(
    'is a 503 that says when to come back, and no fault (%s)',
    async (error) => {
      vi.spyOn(log, 'error').mockReturnValue()
      down(error)
      const answer = await ask({ 'accept-language': 'en' })
      expect(answer.status).toBe(503)
      expect(answer.headers.get('retry-after')).toBe('1')
      expect(await answer.json()).toMatchObject({
        codigo: 'NO_DISPONIBLE',
        title: expect.stringMatching(/^The /) as unknown,
      })
    },
  )

  // Mutant seen to fail: NO_DISPONIBLE whatever the route: it would be sent again without its key.
  it('leaves a command’s outcome open, and says so', async () => {
    vi.spyOn(log, 'error').mockReturnValue()
    down(new AnswerLost('no answer'))
    const body = { titulo: 'No imprime', descripcion: 'Nada' }
    const answer = await system.call('POST', '/api/tickets', { token: who.token, body })
    expect(answer.status).toBe(503)
    expect(await answer.json()).toMatchObject({ codigo: 'RESULTADO_DESCONOCIDO' })
  })
})

// Mutant seen to fail: the request's id left out of the log.
it('what breaks is a 500 that tells nothing, and stands in the log under the request’s id', async () => {
  const written = vi.spyOn(log, 'error').mockReturnValue()
  const error = new Error('secreto interior')
  down(error)
  const answer = await ask({ 'x-request-id': 'pet-7' })
  expect(answer.status).toBe(500)
  expect(await answer.text()).not.toContain('interior')
  expect(written).toHaveBeenCalledWith({ err: error, peticion: 'pet-7', ruta: 'GET /api/tickets' }, 'api')
})
