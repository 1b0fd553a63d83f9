import { z } from 'zod'
import { isStaff } from '@/domain/actor'
import { Id, Rol } from '@/domain/values'
import { seesOnlyOwn, type Viewer } from '@/domain/viewer'
import type { RedisService } from '@/redis/client'
import { keys } from '@/redis/keys'
import { REPORT } from '@/redis/presence'

/** What somebody does with a ticket that they have before them. */
export const MODOS = ['viendo', 'escribiendo'] as const
export type Modo = (typeof MODOS)[number]

/** A tab of somebody's, by a name that it gave itself, and what it does; null: it shows the ticket no more. */
export interface Sighting {
  readonly ticketId: number
  readonly pestana: string
  readonly modo: Modo | null
}

/** Who reports: as their session says. */
interface Reporter extends Viewer {
  readonly nombre: string
}

/** Somebody else who has the ticket before them. */
export interface Present {
  readonly id: number
  readonly nombre: string
  readonly esCliente: boolean
  readonly modo: Modo
}

/** Who has which ticket before them just now: soft, in no log, and gone with Redis. */
export interface Presence {
  /**
   * Notes what a tab shows, for a while. The caller has found that this person may see the ticket.
   * @returns the others, as far as this person may know of them; nobody where Redis does not answer
   */
  report(who: Reporter, sighting: Sighting): Promise<readonly Present[]>
  /** Tells of tickets whose presence changed through this process. @returns the end of it */
  listen(viewer: Viewer, hear: (ticketId: number) => void): () => void
}

/** How long a report holds: two may get lost of those that a tab makes every ten seconds. */
export const PRESENT_FOR_MS = 25_000

const Member = z
  .string()
  .transform((text, ctx) => {
    try {
      return JSON.parse(text) as unknown
    } catch {
      ctx.addIssue('not JSON')
      return z.NEVER
    }
  })
  .pipe(z.tuple([Id, z.string(), Rol, z.string(), z.enum(MODOS)]))

/** Keeps who has which ticket before them, where all processes see it. */
export function createPresence(redis: Pick<RedisService, 'run'>, now: () => number): Presence {
  const listeners = new Set<(ticketId: number) => void>()
  return {
    async report(who, { ticketId, pestana, modo }) {
      if (!mayAppear(who)) return []
      const forms = MODOS.map((one) => memberOf(who, pestana, one))
      const noted = memberOf(who, pestana, modo ?? 'viendo')
      const at = now()
      const answer = await redis
        .run(
          REPORT,
          [keys.presence(ticketId)],
          [at, at + PRESENT_FOR_MS, PRESENT_FOR_MS, modo === null ? 0 : 1, noted, ...forms],
        )
        // Presence is a courtesy: without Redis there is none.
        .catch(() => null)
      if (answer === null) return []
      const [changed, ...members] = answer
      if (changed === '1') for (const hear of listeners) hear(ticketId)
      return others(who, members)
    },
    listen(viewer, hear) {
      if (!maySee(viewer)) return () => undefined
      const listener = (ticketId: number) => hear(ticketId)
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

const staff = ({ id, rol }: Viewer) => isStaff({ tipo: 'persona', id, rol })

/** Staff know of each other and of the client; a client knows of nobody, and an auditor stands aside. */
const maySee = staff
const mayAppear = (viewer: Viewer) => staff(viewer) || seesOnlyOwn(viewer)

/** That a client writes is theirs to know until they send it. */
function memberOf({ id, nombre, rol }: Reporter, pestana: string, modo: Modo): string {
  return JSON.stringify([id, pestana, rol, nombre, rol === 'cliente' ? 'viendo' : modo])
}

/** Each account once, whatever the number of its tabs: whoever writes in one of them writes. */
function others(viewer: Viewer, members: readonly string[]): readonly Present[] {
  if (!maySee(viewer)) return []
  const found = new Map<number, Present>()
  for (const text of members) {
    const member = Member.safeParse(text)
    if (!member.success || member.data[0] === viewer.id) continue
    const [id, , rol, nombre, modo] = member.data
    if (found.get(id)?.modo !== 'escribiendo')
      found.set(id, { id, nombre, esCliente: rol === 'cliente', modo })
  }
  return [...found.values()].sort((a, b) => a.id - b.id)
}
