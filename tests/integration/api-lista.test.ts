import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiSystem, openApiSystem, type Person } from '../support/api/system'

let system: ApiSystem
let operador: Person
beforeAll(async () => {
  system = await openApiSystem()
  operador = await system.caller('operador')
})
afterAll(() => system.close())

const list = (query: string) => system.call('GET', `/api/tickets?${query}`, { token: operador.token })

describe('the list as it was at a moment', () => {
  // Mutants seen to fail: each of the four left out of `ofTodayAlone`.
  it.each(['texto=papel', 'solicitante=2', 'espera=equipo', 'orden=creacion'])(
    'refuses %s by name, which today’s list takes',
    async (query) => {
      const [campo] = query.split('=')
      const refused = await list(`momento=2026-11-01&${query}`)
      expect(refused.status).toBe(400)
      expect(await refused.json()).toMatchObject({ codigo: 'PETICION_NO_VALIDA', campos: [{ campo }] })
      expect((await list(query)).status).toBe(200)
    },
  )

  it('takes state, priority, assignee and the order that it has', async () => {
    const query = 'momento=2026-11-01&estado=abierto&prioridad=alta&asignado=nadie&orden=actualizacion'
    expect((await list(query)).status).toBe(200)
  })
})
