import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { keys } from '@/redis/keys'
import { createRuntime } from '@/runtime'
import { type CacheWorld, openCacheWorld, readsOf } from '../../support/caches/world'
import { hasRedisServer } from '../../support/redis-server'

const USER_TTL_S = 300

describe.skipIf(!hasRedisServer)('an account in the cache', () => {
  let world: CacheWorld
  beforeEach(async () => {
    world = await openCacheWorld()
    await world.follow()
  })
  afterEach(async () => await world.close())
  const exec = (...command: [string, ...string[]]) => world.system.runtime.redis.redis.exec(command)
  const cached = (minPos = 0) => world.system.runtime.cache.getCachedUser(world.operador.id, minPos)
  const rename = async (nombre: string) => {
    const { system, operador } = world
    const admin = await system.person('admin')
    const email = `${nombre}@prueba.test`
    const comando = { tipo: 'editar_cuenta', cuentaId: operador.id, nombre, email } as const
    const result = await system.dispatch(admin, comando)
    if (result.estado !== 'aceptado') throw new Error(JSON.stringify(result))
    return result.posicion
  }

  // Mutants seen to fail: another time to live; the value not parsed on its way in.
  test('is read once, kept for five minutes and without its secret', async () => {
    const first = await cached()
    expect(first).toMatchObject({ id: world.operador.id, rol: 'operador', activo: true })
    expect(await world.requestsOf(cached)).toBe(0)
    expect(await cached()).toEqual(first)
    const ttl = Number(await exec('TTL', keys.user(world.operador.id)))
    expect(ttl).toBeGreaterThan(USER_TTL_S - 30)
    expect(ttl).toBeLessThanOrEqual(USER_TTL_S)
    const kept = JSON.stringify(await exec('HGETALL', keys.user(world.operador.id)))
    expect(kept).toContain('operador')
    expect(kept).not.toMatch(/argon2|password|contrasena/i)
  })

  // Mutant seen to fail: getCachedUser without `minPos`.
  test('is shown as a process without Redis left it to whoever has been told of that', async () => {
    const { system, operador } = world
    const admin = await system.person('admin')
    await cached()
    const apart = await createRuntime({ ...system.config, redis: { tipo: 'memoria' } })
    const comando = { tipo: 'cambiar_rol', cuentaId: operador.id, a: 'auditor' } as const
    const result = await apart.bus.dispatch({ comandoId: apart.newId(), actor: admin, comando })
    await apart.close()
    if (result.estado !== 'aceptado') throw new Error(JSON.stringify(result))
    expect((await cached(result.posicion))?.rol).toBe('auditor')
  })

  test('is shown under its new name to who changed it, at once, and to everybody once the log was followed', async () => {
    await cached()
    const posicion = await rename('nueva')
    expect((await cached(posicion))?.nombre).toBe('nueva')
    await rename('otra')
    await world.follow()
    expect((await cached())?.nombre).toBe('otra')
  })

  test('that was read before a change does not take the place of what was read after it', async () => {
    const { cache } = world.system.runtime
    const old = await cached()
    const posicion = await rename('nueva')
    await world.follow()
    expect((await cached(posicion))?.nombre).toBe('nueva')
    if (old) await cache.cacheUser(old)
    expect((await cached())?.nombre).toBe('nueva')
  })

  test('is read again where what Redis holds is no account', async () => {
    const key = keys.user(world.operador.id)
    const before = await cached()
    for (const bad of ['{"json":{"id":"uno"}}', 'nada']) {
      expect(await exec('HSET', key, 'd', bad)).toBe(0)
      const misses = readsOf('user', 'fallo')
      expect((await cached())?.nombre).toBe(before?.nombre)
      expect(readsOf('user', 'fallo')).toBe(misses + 1)
    }
  })

  test('admits nobody: who is an admin in the cache alone may do nothing of an admin', async () => {
    const { system, operador } = world
    await cached()
    const key = keys.user(operador.id)
    const text = String(await exec('HGET', key, 'd'))
    await exec('HSET', key, 'd', text.replace('"operador"', '"admin"'))
    expect((await cached())?.rol).toBe('admin')
    const comando = { tipo: 'cambiar_rol', cuentaId: operador.id, a: 'admin' } as const
    const refused = await system.dispatch({ ...operador, rol: 'admin' }, comando)
    expect(refused).toMatchObject({ estado: 'rechazado', rechazo: { codigo: 'SIN_PERMISO' } })
  })
})
