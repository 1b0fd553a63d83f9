import { Follower } from '@projections/engine/follower'
import { CATCH_UP } from '@projections/registry'
import type { CommandBus } from '@/commands/bus'
import { OutcomeUnknown } from '@/commands/types'
import type { Connection } from '@/db/client'
import type { Actor } from '@/domain/actor'
import type { Command } from '@/domain/commands'
import { readStored } from './follow'
import { ADMIN_SERVICE, type TestSystem } from './system'

/** A command; two accounts that take each other's address; the projections that follow the log, following it. */
export type Work = Command | 'intercambiar' | 'seguir'

/** Work that goes on beside something else: one piece after another. */
export class Meanwhile {
  /** The commands in the log before it began. */
  readonly before = new Set<string>()
  readonly accepted = new Set<string>()
  #swaps = 0

  private constructor(
    private readonly system: TestSystem,
    private readonly bus: CommandBus,
    private readonly actors: readonly Actor[],
    private readonly work: Work[],
  ) {}

  static async begin(
    system: TestSystem,
    bus: CommandBus,
    actors: readonly Actor[],
    work: readonly Work[],
  ): Promise<Meanwhile> {
    const meanwhile = new Meanwhile(system, bus, actors, [...work])
    for (const { comando_id } of await readStored(system)) meanwhile.before.add(comando_id)
    return meanwhile
  }

  /** Gives a command as the service, so that no right stands in its way. */
  async give(comando: Command): Promise<void> {
    const comandoId = this.system.runtime.newId()
    const result = await this.bus.dispatch({ comandoId, actor: ADMIN_SERVICE, comando }).catch(givenUp)
    if (result?.estado === 'aceptado') this.accepted.add(comandoId)
  }

  /** Does the next piece of work, if any is left. */
  async step(): Promise<void> {
    const next = this.work.shift()
    if (next === undefined) return
    if (next === 'intercambiar') await this.#swap()
    else if (next === 'seguir') await this.#follow()
    else await this.give(next)
  }

  /** Does all that is left. */
  async finish(): Promise<void> {
    while (this.work.length > 0) await this.step()
  }

  async #follow(): Promise<void> {
    const { db, newId } = this.system.runtime
    for (const projection of CATCH_UP) {
      const options = { db: db.as('projector'), now: Date.now, titular: newId(), leaseFor: 1000 }
      const follower = new Follower(projection, options)
      await follower.follow()
      await follower.release()
    }
  }

  /** Two accounts take each other's address, by way of a third. */
  async #swap(): Promise<void> {
    const [a, b] = this.actors
    if (!a || !b) throw new Error('no two accounts')
    const [mine, theirs] = this.#swaps++ % 2 === 0 ? ['uno', 'dos'] : ['dos', 'uno']
    const edit = (cuentaId: number, name: string): Command => ({
      tipo: 'editar_cuenta',
      cuentaId,
      email: `${name}@prueba.test`,
      nombre: `Persona ${cuentaId}`,
    })
    await this.give(edit(a.id, 'aparte'))
    await this.give(edit(b.id, theirs))
    await this.give(edit(a.id, mine))
  }
}

/** A connection that lets some of that work be done before each of its calls. */
export function interleaved(db: Connection, live: Meanwhile, counts: readonly number[]): Connection {
  let call = 0
  const between = async () => {
    for (let n = counts[call++ % counts.length] ?? 0; n > 0; n--) await live.step()
  }
  return {
    async all(query, args) {
      await between()
      return await db.all(query, args)
    },
    async first(query, args) {
      await between()
      return await db.first(query, args)
    },
    async batch(items) {
      await between()
      return await db.batch(items)
    },
  }
}

function givenUp(error: unknown): null {
  if (error instanceof OutcomeUnknown) return null
  throw error
}
