import { yieldTurn } from '@projections/engine/events'
import { readHead } from '@projections/engine/head'
import { changesQuery } from '@projections/linea_tiempo/changes'
import type { NextRequest } from 'next/server'
import { refuse, respond } from '@/api/respond'
import type { News } from '@/live/feed'
import { getRuntime, type Runtime } from '@/runtime'
import { admitStream } from './admission'
import { EventStream } from './event-stream'
import { findListener, type Listening, pick, readStreamRequest, type StreamRequest } from './listener'

// Proxies cut a silent connection off after half a minute or a whole one.
const BEAT_MS = 20_000

/**
 * Server-sent events: what happens to the tickets that this listener may see, from `?desde=` or the last event heard; of
 * one ticket or some kinds alone where `?ticket=` and `?tipo=` say so.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export async function GET(request: NextRequest): Promise<Response> {
  const runtime = await getRuntime()
  const listening = await findListener(request, runtime)
  if ('status' in listening) return respond(listening)
  const asked = readStreamRequest(request, request.nextUrl.searchParams)
  // A page always knows where it is; a program that doesn't say so begins now.
  if (!asked || (asked.desde === null && !listening.maquina)) return refuse(request, 'PETICION_NO_VALIDA')
  const leave = admitStream(listening.viewer.id)
  if (!leave) return refuse(request, 'DEMASIADAS_PETICIONES', { headers: { 'Retry-After': '20' } })

  const stream = new EventStream(leave)
  keepAlive(stream, listening)
  request.signal.addEventListener('abort', () => stream.close())
  stream.write('retry: 1000\n\n')
  try {
    if (listening.maquina) void tellProgram(runtime, stream, listening, asked)
    else if (!(await listen(runtime, stream, listening, asked))) {
      stream.close()
      // This server is about to end: the browser is to come back over another connection.
      return refuse(request, 'NO_DISPONIBLE', { headers: { Connection: 'close' } })
    }
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

/** Ends the stream with the session or token that it is for. */
function keepAlive(stream: EventStream, listening: Listening): void {
  const beat = setInterval(() => {
    void listening.still().then(
      (now) => (now?.rol === listening.viewer.rol ? stream.write(': \n\n') : stream.close()),
      () => stream.write(': \n\n'),
    )
  }, BEAT_MS).unref()
  stream.onClose(() => clearInterval(beat))
}

/** Joins the feed. @returns false where it has ended */
async function listen(
  { live, presencia }: Runtime,
  stream: EventStream,
  { viewer, maquina }: Listening,
  asked: StreamRequest,
): Promise<boolean> {
  const hear = (news: News) => {
    const picked = pick(news, asked)
    if (picked) stream.write(message(picked))
  }
  const end = await live.listen({ viewer, desde: asked.desde ?? 0, hear, ended: () => stream.close() })
  if (!end) return false
  stream.onClose(end)
  if (!maquina)
    stream.onClose(presencia.listen(viewer, (ticketId) => stream.write(presenceMessage(ticketId))))
  return true
}

/** Tells a program all that it missed, as fast as it reads, and then what happens. */
async function tellProgram(
  runtime: Runtime,
  stream: EventStream,
  listening: Listening,
  asked: StreamRequest,
): Promise<void> {
  const db = runtime.db.as('api_server')
  try {
    const head = await readHead(db)
    let at = asked.desde ?? head
    while (at < head && (await stream.drained())) {
      const { cambios, posicion } = await changesQuery(db, listening.viewer, at, head)
      at = posicion
      // A file answers at once: without this, others would wait for the whole log to be read.
      await yieldTurn()
      const picked = pick({ posicion: at, cambios, todo: false }, asked)
      if (picked) stream.write(message(picked))
    }
    if (!(await listen(runtime, stream, listening, { ...asked, desde: at }))) stream.close()
  } catch (error) {
    console.error(error)
    stream.close()
  }
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
