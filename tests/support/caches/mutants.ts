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

/** The designs that lose the race, each of which published caches have. */
export const MUTANTS: readonly Mutant[] = [
  { name: 'a put without its token', call: withoutToken },
  {
    name: 'a raise by DEL alone, a put without its token',
    call: (call, script, args) =>
      script !== 'cache.raise'
        ? withoutToken(call, script, args)
        : (name, key = '', ...rest) =>
            name === 'HSET' && rest[0] === 'piso' ? call('DEL', key) : call(name, key, ...rest),
  },
  { name: 'value and floor in different keys', splitKeys: true },
  {
    name: 'no epoch',
    args: (script, args) => (script === 'cache.open' ? ['siempre', ...args.slice(1)] : args),
  },
  {
    name: 'a put without a comparison of versions',
    call: (call, script) => (script === 'cache.put' ? showing(call, 'piso', null) : call),
  },
  {
    name: 'no position of the accounts',
    args: (script, args) => (script === 'cache.raise' ? [...args.slice(0, 2), '0', ...args.slice(3)] : args),
  },
  {
    name: 'a reader’s own position passed over',
    args: (script, args) => (script === 'cache.begin' ? [...args.slice(0, 3), '0', ...args.slice(4)] : args),
  },
]
