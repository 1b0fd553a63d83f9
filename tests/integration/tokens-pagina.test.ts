import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { listTokens } from '@/auth/tokens'
import { revocarTokenAction } from '../../app/actions/tokens'
import { type ApiSystem, openApiSystem } from '../support/api/system'
import { readStored } from '../support/follow'
import { enter } from '../support/pages'

vi.mock('next/headers', async () => (await import('../support/pages')).nextHeaders)
vi.mock('next/cache', async () => (await import('../support/pages')).nextCache)
vi.mock('next-intl/server', async () => (await import('../support/pages')).nextIntl)

let system: ApiSystem
beforeEach(async () => {
  system = await openApiSystem()
})
afterEach(() => system.close())

// Mutant seen to fail: no look at whose token it is; the log said that it had ended.
it('the log never says that somebody else’s token ended', async () => {
  const auth = system.runtime.db.as('auth')
  const [owner, other] = [await system.person('operador'), await system.person('cliente')]
  await system.token(owner, ['read'])
  await system.token(other, ['read'])
  const [theirs] = await listTokens(auth, owner, owner.id)
  const [own] = await listTokens(auth, other, other.id)
  await enter(system, other)
  const revoke = async (cuentaId: number, tokenId = '') => {
    const form = new FormData()
    const fields = { comandoId: system.runtime.newId(), cuentaId: String(cuentaId), tokenId }
    for (const [name, value] of Object.entries(fields)) form.set(name, value)
    return await revocarTokenAction({ estado: 'inicial' }, form)
  }
  for (const cuentaId of [other.id, owner.id, 99_999])
    expect(await revoke(cuentaId, theirs?.id)).toMatchObject({ estado: 'rechazado', codigo: 'SIN_PERMISO' })
  expect((await readStored(system)).filter(({ tipo }) => tipo === 'baja_token')).toEqual([])
  expect(await revoke(other.id, own?.id)).toMatchObject({ estado: 'aceptado' })
  expect((await listTokens(auth, other, other.id))[0]?.revocado).not.toBeNull()
})
