import { type CommandBus, createCommandBus } from '@/commands/bus'
import { type Config, readConfig } from '@/config'
import { type Database, openDatabase } from '@/db/client'
import { createUlids } from '@/events/ids'

/** All that lives once per process: the database's clients and the bus with its queue. */
export interface Runtime {
  readonly config: Config
  readonly db: Database
  readonly bus: CommandBus
  /** A new ULID, for a command or a chain of work. */
  readonly newId: () => string
  /** Waits for what is queued, then closes. */
  close(): Promise<void>
}

// A larger group spreads a round trip over more commands; on a file it would only hold the event loop up longer.
const MAX_GROUP = { archivo: 128, remoto: 256 }

/** Puts a runtime together: the one place where the parts meet. */
export async function createRuntime(config: Config): Promise<Runtime> {
  const db = await openDatabase(config.database)
  const ulids = createUlids()
  const newId = () => ulids(Date.now())
  const bus = createCommandBus({
    db: db.as('api_server'),
    now: Date.now,
    newId: ulids,
    maxGroup: config.database.esArchivo ? MAX_GROUP.archivo : MAX_GROUP.remoto,
  })
  return {
    config,
    db,
    bus,
    newId,
    async close() {
      await bus.idle()
      db.close()
    },
  }
}

const KEY = Symbol.for('bitacora.runtime')
const holder = globalThis as typeof globalThis & { [KEY]?: Promise<Runtime> }

/**
 * The process's runtime, made at the first call. Next loads pages, routes and instrumentation as separate module
 * graphs: the symbol on `globalThis` is what they share.
 */
export function getRuntime(): Promise<Runtime> {
  holder[KEY] ??= createRuntime(readConfig()).catch((error: unknown) => {
    delete holder[KEY]
    throw error
  })
  return holder[KEY]
}
