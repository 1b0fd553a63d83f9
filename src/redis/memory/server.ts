import { createHash } from 'node:crypto'
import { type RedisReply, RedisReplyError } from '../reply'
import { scriptBySha } from '../script'
import { type Args, type Command, integer } from './command'
import { HASHES } from './hashes'
import { KEYSPACE } from './keyspace'
import { LISTS } from './lists'
import { SORTED_SETS } from './sorted-sets'
import { Store } from './store'
import { STRINGS } from './strings'

const COMMANDS: Readonly<Record<string, Command>> = {
  ...KEYSPACE,
  ...STRINGS,
  ...LISTS,
  ...HASHES,
  ...SORTED_SETS,
}

/** A small Redis in this process: the commands and scripts that the service uses, and no others. */
export class MemoryRedis {
  readonly #store: Store
  readonly #loaded = new Set<string>()

  /** @param now milliseconds of the Unix epoch */
  constructor(now: () => number) {
    this.#store = new Store(now)
  }

  /** Runs one command. @throws RedisReplyError with the text that a Redis server would answer */
  run(command: readonly (string | number)[]): RedisReply {
    const [name = '', ...args] = command.map(String)
    const upper = name.toUpperCase()
    if (upper === 'EVAL' || upper === 'EVALSHA') return this.#eval(upper, args)
    if (upper === 'SCRIPT') return this.#script(args)
    return this.#call(upper, name, args)
  }

  #call(upper: string, name: string, args: Args): RedisReply {
    const found = COMMANDS[upper]
    if (!found)
      throw new RedisReplyError(
        `ERR unknown command '${name}', with args beginning with: ${args.map((arg) => `'${arg}' `).join('')}`,
      )
    const words = args.length + 1
    if (found.arity < 0 ? words < -found.arity : words !== found.arity)
      throw new RedisReplyError(`ERR wrong number of arguments for '${name.toLowerCase()}' command`)
    return found.run(this.#store, args)
  }

  #eval(name: string, [source = '', count, ...rest]: Args): RedisReply {
    const keys = integer(count)
    const sha = name === 'EVAL' ? createHash('sha1').update(source).digest('hex') : source
    const script = scriptBySha(sha)
    if (name === 'EVAL') this.#loaded.add(sha)
    else if (!this.#loaded.has(sha))
      throw new RedisReplyError('NOSCRIPT No matching script. Please use EVAL.')
    if (!script) throw new RedisReplyError('ERR this store runs registered scripts only')
    const call = (...command: readonly (string | number)[]) => {
      const [word = '', ...args] = command.map(String)
      return this.#call(word.toUpperCase(), word, args)
    }
    return script.twin(call, rest.slice(0, keys), rest.slice(keys))
  }

  #script([verb = '', ...args]: Args): RedisReply {
    if (verb.toUpperCase() === 'LOAD') {
      const sha = createHash('sha1')
        .update(args[0] ?? '')
        .digest('hex')
      this.#loaded.add(sha)
      return sha
    }
    if (verb.toUpperCase() === 'FLUSH') {
      this.#loaded.clear()
      return 'OK'
    }
    throw new RedisReplyError(`ERR unknown subcommand '${verb}'. Try SCRIPT HELP.`)
  }
}
