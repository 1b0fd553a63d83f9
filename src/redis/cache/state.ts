import { RedisReplyError } from '../reply'
import { type Call, defineScript } from '../script'
import { accepted, fields, Words } from './reply'

const STATE = ['epoca', 'posicion', 'cuentas', 'generacion'] as const

/**
 * Finds the caches' state, or begins a new epoch where there is none: values and turns of an earlier one are void.
 *
 * KEYS: state. ARGV: epoch, position, generation, time to live in milliseconds.
 * Gives `estado epoch position generation`, or `lleno`.
 */
export const OPEN = defineScript({
  name: 'cache.open',
  reply: Words,
  lua: `
local s = redis.call('HMGET', KEYS[1], 'epoca', 'posicion', 'cuentas', 'generacion')
if s[1] then return {'estado', s[1], s[2], s[4]} end
local r = redis.pcall('HSET', KEYS[1], 'epoca', ARGV[1], 'posicion', ARGV[2], 'cuentas', ARGV[2], 'generacion', ARGV[3])
if type(r) == 'table' and r.err then return {'lleno'} end
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return {'estado', ARGV[1], ARGV[2], ARGV[3]}`,
  twin(call, [key = ''], [epoca = '', posicion = '', generacion = '', vida = '']) {
    const s = fields(call, key, STATE)
    if (s.epoca !== null) return ['estado', s.epoca, s.posicion, s.generacion]
    const begun = ['epoca', epoca, 'posicion', posicion, 'cuentas', posicion, 'generacion', generacion]
    if (!accepted(call, 'HSET', key, ...begun)) return ['lleno']
    call('PEXPIRE', key, vida)
    return ['estado', epoca, posicion, generacion]
  },
})

/** Ends an epoch, if it is still that one. KEYS: state. ARGV: epoch. */
export const CLOSE = defineScript({
  name: 'cache.close',
  reply: Words,
  lua: `
if redis.call('HGET', KEYS[1], 'epoca') == ARGV[1] then redis.call('DEL', KEYS[1]) end
return {'cerrada'}`,
  twin(call, [key = ''], [epoca]) {
    if (call('HGET', key, 'epoca') === epoca) call('DEL', key)
    return ['cerrada']
  },
})

/**
 * Raises floors, and takes the state over these events where it stands right before them. A key that isn't there needs
 * no floor: whoever fills it asks for a turn first. What the server has no room for is deleted instead.
 *
 * KEYS: state, then the values'. ARGV: position before these events, position of the last, position of the last that
 * changed a shown name (0: none), time to live of a state that has come so far (0: unchanged); then a floor per value.
 * Gives `estado epoch position generation`, or `directo` where there is no state.
 */
export const RAISE = defineScript({
  name: 'cache.raise',
  reply: Words,
  lua: `
local function refused(r) return type(r) == 'table' and r.err end
for i = 2, #KEYS do
  local floor = ARGV[i + 3]
  local e = redis.pcall('HMGET', KEYS[i], 'piso', 'v', 'token')
  if refused(e) then redis.call('DEL', KEYS[i])
  elseif (e[1] or e[2] or e[3]) and tonumber(e[1] or 0) < tonumber(floor) then
    if refused(redis.pcall('HSET', KEYS[i], 'piso', floor)) then redis.call('DEL', KEYS[i])
    elseif e[2] and tonumber(e[2]) < tonumber(floor) then redis.call('HDEL', KEYS[i], 'epoca', 'v', 'pos', 'd') end
  end
end
local s = redis.call('HMGET', KEYS[1], 'epoca', 'posicion', 'cuentas', 'generacion')
if not s[1] then return {'directo'} end
local set = {}
if tonumber(s[3]) < tonumber(ARGV[3]) then set = {'cuentas', ARGV[3]} end
if s[2] == ARGV[1] and s[2] ~= ARGV[2] then
  s[2] = ARGV[2]
  table.insert(set, 'posicion')
  table.insert(set, ARGV[2])
end
if #set > 0 and refused(redis.pcall('HSET', KEYS[1], unpack(set))) then
  redis.call('DEL', KEYS[1])
  return {'directo'}
end
if ARGV[4] ~= '0' and tonumber(s[2]) >= tonumber(ARGV[2]) then redis.call('PEXPIRE', KEYS[1], ARGV[4]) end
return {'estado', s[1], s[2], s[4]}`,
  twin(call, [key = '', ...values], [de, a = '', cuentas = '', vida = '', ...floors]) {
    for (const [index, value] of values.entries()) raiseOne(call, value, floors[index] ?? '')
    const s = fields(call, key, STATE)
    if (s.epoca === null) return ['directo']
    const set = Number(s.cuentas) < Number(cuentas) ? ['cuentas', cuentas] : []
    const moves = s.posicion === de && de !== a
    const posicion = moves ? a : s.posicion
    if (moves) set.push('posicion', a)
    if (set.length > 0 && !accepted(call, 'HSET', key, ...set)) {
      call('DEL', key)
      return ['directo']
    }
    if (vida !== '0' && Number(posicion) >= Number(a)) call('PEXPIRE', key, vida)
    return ['estado', s.epoca, posicion, s.generacion]
  },
})

function raiseOne(call: Call, key: string, floor: string): void {
  const e = heldBy(call, key)
  if (e === null) call('DEL', key)
  else if (Object.values(e).every((held) => held === null) || Number(e.piso) >= Number(floor)) return
  else if (!accepted(call, 'HSET', key, 'piso', floor)) call('DEL', key)
  else if (e.v !== null && Number(e.v) < Number(floor)) call('HDEL', key, 'epoca', 'v', 'pos', 'd')
}

/** What a value's key holds; null where it is no hash. */
function heldBy(call: Call, key: string) {
  try {
    return fields(call, key, ['piso', 'v', 'token'])
  } catch (error) {
    if (error instanceof RedisReplyError) return null
    throw error
  }
}
