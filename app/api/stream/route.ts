import { cookies } from 'next/headers'
import type { NextRequest } from 'next/server'
import { z } from 'zod'
import { peekSession } from '@/auth/session'
import { SESSION_COOKIE } from '@/i18n/cookies'
import type { News } from '@/live/feed'
import { getRuntime } from '@/runtime'
import { admitStream } from './admission'
import { EventStream } from './event-stream'

const Position = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number)

// Proxies cut a silent connection off after half a minute or a whole one.
const BEAT_MS = 20_000

/**
 * Server-sent events: what happens to the tickets that this person may see, from `?desde=` or the last event heard.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export async function GET(request: NextRequest): Promise<Response> {
  const token = (await cookies()).get(SESSION_COOKIE)?.value ?? ''
  const { db, live, presencia } = await getRuntime()
  const sessionOf = () => peekSession(db.as('auth'), token, Date.now())
  const viewer = await sessionOf()
  if (!viewer) return refuse(401)
  const last = request.headers.get('last-event-id') ?? request.nextUrl.searchParams.get('desde')
  const desde = Position.safeParse(last)
  if (!desde.success) return refuse(400)
  const leave = admitStream(viewer.id)
  if (!leave) return refuse(429)

  const stream = new EventStream(leave)
  const beat = setInterval(() => {
    void sessionOf().then(
      (still) => (still?.rol === viewer.rol ? stream.write(': \n\n') : stream.close()),
      () => stream.write(': \n\n'),
    )
  }, BEAT_MS).unref()
  stream.onClose(() => clearInterval(beat))
  request.signal.addEventListener('abort', () => stream.close())
  stream.write('retry: 1000\n\n')
  try {
    const hear = (news: News) => stream.write(message(news))
    const ended = () => stream.close()
    const end = await live.listen({ viewer, desde: desde.data, hear, ended })
    if (!end) {
      stream.close()
      // This server is about to end: the browser is to come back over another connection.
      return refuse(503, { Connection: 'close' })
    }
    stream.onClose(end)
    stream.onClose(presencia.listen(viewer, (ticketId) => stream.write(presenceMessage(ticketId))))
  } catch (error) {
    stream.close()
    throw error
  }
  if (request.signal.aborted) stream.close()
  return new Response(stream.readable, {
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store, no-transform',
      // nginx gathers an answer before it passes it on, unless told otherwise.
      'X-Accel-Buffering': 'no',
    },
  })
}

/** Only what a page needs to know whether it is concerned: the page itself is read anew, as this person may see it. */
function message({ posicion, cambios, todo }: News): string {
  const shown = cambios.map(({ ticketId, version, tipo, autorId, autor }) => ({
    ticketId,
    version,
    tipo,
    autorId,
    autor,
  }))
  return `id: ${posicion}\ndata: ${JSON.stringify({ posicion, todo, cambios: shown })}\n\n`
}

/** That somebody came, left or began to write: who, the page asks, and is told as far as it may know. */
function presenceMessage(ticketId: number): string {
  return `event: presencia\ndata: ${JSON.stringify({ ticketId })}\n\n`
}

function refuse(status: number, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(null, { status, headers: { 'Cache-Control': 'no-store', ...headers } })
}
