import { createHash } from 'node:crypto'
import { type RedisReply, RedisReplyError } from '../reply'
import type { RedisCommand } from '../requester'
import { scriptBySha } from '../script'
import { type Args, type Command, integer } from './command'
import { HASHES } from './hashes'
import { KEYSPACE } from './keyspace'
import { LISTS } from './lists'
import { SORTED_SETS } from './sorted-sets'
import { Store } from './store'
import { STRINGS } from './strings'

/** What the store can do, beside running scripts. */
export const COMMANDS: Readonly<Record<string, Command>> = {
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

  readonly #scripting: Readonly<Record<string, Command>> = {
    EVAL: { arity: -3, run: (_, args) => this.#eval('EVAL', args) },
    EVALSHA: { arity: -3, run: (_, args) => this.#eval('EVALSHA', args) },
    SCRIPT: { arity: -2, run: (_, args) => this.#script(args) },
  }

  /** Runs one command. @throws RedisReplyError with the text that a Redis server would answer */
  run(command: RedisCommand): RedisReply {
    const [name = '', ...args] = command.map(text)
    return this.#find(name, args).run(this.#store, args)
  }

  /** What can be said of a command before it is run. @throws RedisReplyError */
  check(command: RedisCommand): void {
    const [name = '', ...args] = command.map(text)
    this.#find(name, args)
  }

  #find(name: string, args: Args): Command {
    const found = COMMANDS[name.toUpperCase()] ?? this.#scripting[name.toUpperCase()]
    if (!found) {
      const beginning = args.map((arg) => `'${arg}' `).join('')
      throw new RedisReplyError(`ERR unknown command '${name}', with args beginning with: ${beginning}`)
    }
    const words = args.length + 1
    if (found.arity < 0 ? words < -found.arity : words !== found.arity)
      throw new RedisReplyError(`ERR wrong number of arguments for '${name.toLowerCase()}' command`)
    return found
  }

  #eval(name: string, [source = '', count, ...rest]: Args): RedisReply {
    const keys = integer(count)
    if (keys > rest.length)
      throw new RedisReplyError("ERR Number of keys can't be greater than number of args")
    if (keys < 0) throw new RedisReplyError("ERR Number of keys can't be negative")
    const sha = name === 'EVAL' ? createHash('sha1').update(source).digest('hex') : source.toLowerCase()
    const script = scriptBySha(sha)
    if (name === 'EVAL') this.#loaded.add(sha)
    else if (!this.#loaded.has(sha))
      throw new RedisReplyError('NOSCRIPT No matching script. Please use EVAL.')
    if (!script) throw new RedisReplyError('ERR this store runs registered scripts only')
    const call = (...command: RedisCommand) => {
      if (this.#scripting[String(command[0]).toUpperCase()])
        throw new RedisReplyError('ERR This Redis command is not allowed from script')
      return this.run(command)
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

/** As it would come out of a server, which has UTF-8: half a character is none. */
function text(word: string | number): string {
  return Buffer.from(String(word)).toString()
}
