import { EVENT_KINDS } from '@projections/auditoria/filter'
import { z } from 'zod'
import { cookieOf, findCaller, isCaller } from '@/api/caller'
import type { Reply } from '@/api/problem'
import { lacking, nobody, wordsFor } from '@/api/respond'
import { peekSession } from '@/auth/session'
import { Id } from '@/domain/values'
import type { Viewer } from '@/domain/viewer'
import { SESSION_COOKIE } from '@/i18n/cookies'
import type { News } from '@/live/feed'
import type { Runtime } from '@/runtime'

/** Who listens, and how it is found out whether they still may. */
export interface Listening {
  readonly viewer: Viewer
  /** A program, by its token: it is told all that it missed, however much that is. */
  readonly maquina: boolean
  still(): Promise<Viewer | null>
}

/** Who listens, by a token that may read or else by the browser's session; or what is answered to nobody. */
export async function findListener(request: Request, runtime: Runtime): Promise<Listening | Reply> {
  if (request.headers.has('authorization')) return await findProgram(request, runtime)
  // Looking on is no use of the session.
  const token = cookieOf(request, SESSION_COOKIE) ?? ''
  const still = () => peekSession(runtime.db.as('auth'), token, Date.now())
  const viewer = await still()
  return viewer ? { viewer, maquina: false, still } : nobody({ motivo: 'nadie' }, wordsFor(request))
}

async function findProgram(request: Request, runtime: Runtime): Promise<Listening | Reply> {
  const found = await findCaller(request, runtime)
  if (!isCaller(found)) return nobody(found, wordsFor(request))
  if (!found.alcances.includes('read')) return lacking({ alcance: 'read' }, found, wordsFor(request, found))
  const still = async () => {
    const caller = await findCaller(request, runtime)
    return isCaller(caller) && caller.alcances.includes('read') ? caller : null
  }
  return { viewer: found, maquina: true, still }
}

const digits = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number)

/** From where, and what of it: one ticket, some kinds. */
const Asked = z.object({
  desde: digits.nullable(),
  ticket: digits.pipe(Id).nullable(),
  tipo: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(EVENT_KINDS)).min(1))
    .nullable(),
})
export type StreamRequest = z.infer<typeof Asked>

/** Reads what is asked for; null where it makes no sense. */
export function readStreamRequest(request: Request, params: URLSearchParams): StreamRequest | null {
  const desde = request.headers.get('last-event-id') ?? params.get('desde')
  const read = Asked.safeParse({ desde, ticket: params.get('ticket'), tipo: params.get('tipo') })
  return read.success ? read.data : null
}

/** What of the news was asked for; null where that is nothing. */
export function pick(news: News, { ticket, tipo }: StreamRequest): News | null {
  if (ticket === null && tipo === null) return news
  const kinds: readonly string[] | null = tipo
  const cambios = news.cambios.filter(
    (one) => (ticket === null || one.ticketId === ticket) && (kinds === null || kinds.includes(one.tipo)),
  )
  return cambios.length > 0 || news.todo ? { ...news, cambios } : null
}
