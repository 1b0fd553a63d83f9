import type { RedisReply } from '@/redis/reply'
import type { Call } from '@/redis/script'
import type { Mutant } from './toy-redis'

/** A call that answers HMGET with another text for one field. */
function showing(call: Call, field: string, text: string | null): Call {
  return (...command) => {
    const reply = call(...command)
    if (command[0] !== 'HMGET' || !Array.isArray(reply)) return reply
    return reply.map((held: RedisReply, index) => (command[index + 2] === field ? text : held))
  }
}

const withoutToken: NonNullable<Mutant['call']> = (call, script, [token = '']) =>
  script === 'cache.put' ? showing(call, 'token', token) : call

function withoutBeginning(call: Call): Call {
  return (...command) => call(...command.map((word, at) => (command[at - 1] === 'cuentas' ? '0' : word)))
}

const RACE = ['leer', 'leer', 'escribir', 'desalojar'] as const
const LOSS = ['leer', 'leer', 'escribir', 'seguir', 'perder_estado'] as const
const NAMES = ['leer', 'leer_cuenta', 'renombrar'] as const

const ofValues = (script: string) => script === 'cache.put' || script === 'cache.begin'

/** The designs that lose the race, each of which published caches have. */
export const MUTANTS: readonly Mutant[] = [
  { name: 'a put without its token', deeds: RACE, call: withoutToken },
  {
    name: 'a raise by DEL alone, a put without its token',
    deeds: RACE,
    call: (call, script, args) =>
      script !== 'cache.raise'
        ? withoutToken(call, script, args)
        : (name, key = '', ...rest) =>
            name === 'HSET' && rest[0] === 'piso' ? call('DEL', key) : call(name, key, ...rest),
  },
  { name: 'value and floor in different keys', deeds: RACE, splitKeys: true },
  {
    // The position that an epoch begins at is a guard of its own: with either of them the values of before are refused.
    name: 'neither an epoch nor the position that it begins at',
    deeds: LOSS,
    args: (script, args) => (script === 'cache.open' ? ['siempre', ...args.slice(1)] : args),
    call: (call, script) => (script === 'cache.open' ? withoutBeginning(call) : call),
  },
  {
    name: 'no comparison of versions',
    deeds: RACE,
    call: (call, script) => (ofValues(script) ? showing(call, 'piso', null) : call),
  },
  {
    name: 'no position of the accounts',
    deeds: NAMES,
    args: (script, args) => (script === 'cache.raise' ? [...args.slice(0, 2), '0', ...args.slice(3)] : args),
  },
  {
    name: 'a reader’s own position passed over',
    deeds: ['leer', 'escribir', 'leer_cuenta', 'renombrar'],
    args: (script, args) => (script === 'cache.begin' ? [...args.slice(0, 3), '0', ...args.slice(4)] : args),
  },
]
