import { defineScript } from '../script'
import { accepted, fields, Words } from './reply'

/**
 * Asks for a value, or for the turn to fill it. What a value is worth is judged here, against the state of the caches:
 * of this epoch, not below its floor, not before the last event that changed a shown name, as new as was asked.
 *
 * KEYS: state, value. ARGV: now and the turn's length in milliseconds (0: no turn is asked for), the turn's token, the least position, `1` where
 * a floor is raised under the value, `1` to pass over the value that is there.
 * Gives `valor data`, `llenar epoch position` (and `viejo` where a value is there that is too old), `esperar` while somebody else fills, `fallo` where
 * no turn was asked for, `directo` where there is no state, or `lleno`.
 */
export const BEGIN = defineScript({
  name: 'cache.begin',
  reply: Words,
  lua: `
local s = redis.call('HMGET', KEYS[1], 'epoca', 'posicion', 'cuentas')
if not s[1] then return {'directo'} end
local e = redis.call('HMGET', KEYS[2], 'epoca', 'v', 'pos', 'piso', 'token', 'hasta', 'd')
local old
if e[1] == s[1] and e[7] and ARGV[6] ~= '1' then
  local pos = tonumber(e[3])
  local seen = pos
  if ARGV[5] == '1' then seen = math.max(pos, tonumber(s[2])) end
  if tonumber(e[2]) >= tonumber(e[4] or 0) and pos >= tonumber(s[3]) and seen >= tonumber(ARGV[4]) then
    return {'valor', e[7]}
  end
  old = 'viejo'
end
if ARGV[2] == '0' then return {'fallo'} end
if e[5] and tonumber(e[6]) > tonumber(ARGV[1]) then return {'esperar'} end
local r = redis.pcall('HSET', KEYS[2], 'token', ARGV[3], 'hasta', tonumber(ARGV[1]) + tonumber(ARGV[2]))
if type(r) == 'table' and r.err then return {'lleno'} end
if redis.call('PTTL', KEYS[2]) < 2 * tonumber(ARGV[2]) then redis.call('PEXPIRE', KEYS[2], 2 * tonumber(ARGV[2])) end
return {'llenar', s[1], s[2], old}`,
  twin(call, [state = '', key = ''], [ahora, turno, token = '', minPos, conPiso, pasar]) {
    const s = fields(call, state, ['epoca', 'posicion', 'cuentas'])
    if (s.epoca === null) return ['directo']
    const e = fields(call, key, ['epoca', 'v', 'pos', 'piso', 'token', 'hasta', 'd'])
    const there = e.epoca === s.epoca && e.d !== null && pasar !== '1'
    if (there) {
      const pos = Number(e.pos)
      const seen = conPiso === '1' ? Math.max(pos, Number(s.posicion)) : pos
      if (Number(e.v) >= Number(e.piso) && pos >= Number(s.cuentas) && seen >= Number(minPos))
        return ['valor', e.d ?? '']
    }
    if (turno === '0') return ['fallo']
    if (e.token !== null && Number(e.hasta) > Number(ahora)) return ['esperar']
    if (!accepted(call, 'HSET', key, 'token', token, 'hasta', Number(ahora) + Number(turno))) return ['lleno']
    if (Number(call('PTTL', key)) < 2 * Number(turno)) call('PEXPIRE', key, 2 * Number(turno))
    return ['llenar', s.epoca, s.posicion, ...(there ? ['viejo'] : [])]
  },
})

/**
 * Stores a value under the turn that it was read in; an evicted key took its turn along, and refuses what comes late.
 *
 * KEYS: state, value. ARGV: token, epoch, version, position, data, time to live in milliseconds.
 * Gives `puesto`, or why not: `epoca`, `turno`, `piso`, `viejo`, `lleno`.
 */
export const PUT = defineScript({
  name: 'cache.put',
  reply: Words,
  lua: `
if redis.call('HGET', KEYS[1], 'epoca') ~= ARGV[2] then return {'epoca'} end
local e = redis.call('HMGET', KEYS[2], 'token', 'piso', 'epoca', 'v', 'pos')
if e[1] ~= ARGV[1] then return {'turno'} end
local v, pos = tonumber(ARGV[3]), tonumber(ARGV[4])
local said = 'puesto'
if v < tonumber(e[2] or 0) then said = 'piso'
elseif e[3] == ARGV[2] and (v < tonumber(e[4]) or (v == tonumber(e[4]) and pos < tonumber(e[5]))) then said = 'viejo'
else
  local r = redis.pcall('HSET', KEYS[2], 'epoca', ARGV[2], 'v', ARGV[3], 'pos', ARGV[4], 'd', ARGV[5])
  if type(r) == 'table' and r.err then said = 'lleno' else redis.call('PEXPIRE', KEYS[2], ARGV[6]) end
end
redis.call('HDEL', KEYS[2], 'token', 'hasta')
return {said}`,
  twin(call, [state = '', key = ''], [token, epoca = '', v = '', pos = '', d = '', ttl = '']) {
    if (call('HGET', state, 'epoca') !== epoca) return ['epoca']
    const e = fields(call, key, ['token', 'piso', 'epoca', 'v', 'pos'])
    if (e.token !== token) return ['turno']
    let said = 'puesto'
    if (Number(v) < Number(e.piso)) said = 'piso'
    else if (e.epoca === epoca && isOlder({ v, pos }, e)) said = 'viejo'
    else if (!accepted(call, 'HSET', key, 'epoca', epoca, 'v', v, 'pos', pos, 'd', d)) said = 'lleno'
    else call('PEXPIRE', key, ttl)
    call('HDEL', key, 'token', 'hasta')
    return [said]
  },
})

/**
 * Stores an account without a turn: the position that it was read at vouches for it, as no account may have changed
 * since, neither now nor whenever it is read.
 *
 * KEYS: state, value. ARGV: version, position, data, time to live in milliseconds.
 * Gives `puesto`, or why not: `directo` without a state, `piso`, `viejo`, `lleno`.
 */
export const PUT_READ = defineScript({
  name: 'cache.put_read',
  reply: Words,
  lua: `
local s = redis.call('HMGET', KEYS[1], 'epoca', 'cuentas')
if not s[1] then return {'directo'} end
local e = redis.call('HMGET', KEYS[2], 'piso', 'epoca', 'v', 'pos')
local v, pos = tonumber(ARGV[1]), tonumber(ARGV[2])
if v < tonumber(e[1] or 0) then return {'piso'} end
if pos < tonumber(s[2]) then return {'viejo'} end
if e[2] == s[1] and (v < tonumber(e[3]) or (v == tonumber(e[3]) and pos < tonumber(e[4]))) then return {'viejo'} end
local r = redis.pcall('HSET', KEYS[2], 'epoca', s[1], 'v', ARGV[1], 'pos', ARGV[2], 'd', ARGV[3])
if type(r) == 'table' and r.err then return {'lleno'} end
redis.call('PEXPIRE', KEYS[2], ARGV[4])
return {'puesto'}`,
  twin(call, [state = '', key = ''], [v = '', pos = '', d = '', ttl = '']) {
    const s = fields(call, state, ['epoca', 'cuentas'])
    if (s.epoca === null) return ['directo']
    const e = fields(call, key, ['piso', 'epoca', 'v', 'pos'])
    if (Number(v) < Number(e.piso)) return ['piso']
    if (Number(pos) < Number(s.cuentas)) return ['viejo']
    if (e.epoca === s.epoca && isOlder({ v, pos }, e)) return ['viejo']
    if (!accepted(call, 'HSET', key, 'epoca', s.epoca, 'v', v, 'pos', pos, 'd', d)) return ['lleno']
    call('PEXPIRE', key, ttl)
    return ['puesto']
  },
})

interface Age {
  readonly v: string | null
  readonly pos: string | null
}

function isOlder(mine: Age, kept: Age): boolean {
  const [v, than] = [Number(mine.v), Number(kept.v)]
  return v < than || (v === than && Number(mine.pos) < Number(kept.pos))
}

/** Gives a turn back that fills nothing. KEYS: value. ARGV: token. */
export const RELEASE = defineScript({
  name: 'cache.release',
  reply: Words,
  lua: `
if redis.call('HGET', KEYS[1], 'token') == ARGV[1] then redis.call('HDEL', KEYS[1], 'token', 'hasta') end
return {'suelto'}`,
  twin(call, [key = ''], [token]) {
    if (call('HGET', key, 'token') === token) call('HDEL', key, 'token', 'hasta')
    return ['suelto']
  },
})
