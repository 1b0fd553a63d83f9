import { z } from 'zod'

const Change = z.object({
  ticketId: z.number(),
  version: z.number(),
  tipo: z.string(),
  autorId: z.number(),
  autor: z.string(),
})

const News = z.object({
  /** The log's position that everything up to has been told. */
  posicion: z.number(),
  /** True where more happened than is told one by one. */
  todo: z.boolean(),
  cambios: z.array(Change),
})
export type LiveNews = z.infer<typeof News>

const Presence = z.object({ ticketId: z.number() })

/** Between the tabs of one browser: one of them holds the stream, and says on what it hears. */
const Message = z.discriminatedUnion('tipo', [
  z.object({ tipo: z.literal('novedades'), novedades: News }),
  z.object({ tipo: z.literal('presencia'), ticketId: z.number() }),
  z.object({ tipo: z.literal('conexion'), conectado: z.boolean() }),
  z.object({ tipo: z.literal('pregunta') }),
])
type Message = z.infer<typeof Message>

export interface LiveListener {
  readonly hear: (news: LiveNews) => void
  /** Told that others came to a ticket, left it or began to write. */
  readonly presence: (ticketId: number) => void
  /** Told when the stream breaks off and when it is back. */
  readonly connected: (connected: boolean) => void
}

const NAME = 'bitacora-en-vivo'
// A server that refuses (too many streams, no session) is asked again, ever more seldom.
const RETRY_MS = { least: 2000, most: 60_000 }

/**
 * Follows what happens from a position on, over one stream for all tabs of this browser: the tab that holds the lock
 * has it, and when it closes the next one takes over.
 * @returns the end of it
 */
export function followLive(desde: number, { hear, presence, connected }: LiveListener): () => void {
  const channel = new BroadcastChannel(NAME)
  const ended = new AbortController()
  let posicion = desde
  let stream: Stream | null = null

  const take = (message: Message) => {
    if (message.tipo === 'conexion') connected(message.conectado)
    if (message.tipo === 'presencia') presence(message.ticketId)
    if (message.tipo === 'novedades' && message.novedades.posicion > posicion) {
      posicion = message.novedades.posicion
      hear(message.novedades)
    }
    // A tab that was opened just now may have missed what this one told: it looks anew.
    if (message.tipo === 'pregunta' && stream)
      channel.postMessage({ tipo: 'novedades', novedades: { posicion, todo: true, cambios: [] } })
  }
  const say = (message: Message) => {
    take(message)
    channel.postMessage(message)
  }
  const lead = () =>
    new Promise<void>((resolve) => {
      stream = openStream(() => posicion, say)
      ended.signal.addEventListener('abort', () => {
        stream?.close()
        resolve()
      })
    })

  channel.onmessage = ({ data }) => {
    const message = Message.safeParse(data)
    if (message.success) take(message.data)
  }
  channel.postMessage({ tipo: 'pregunta' } satisfies Message)
  // Locks need a secure context: without one, every tab has a stream of its own.
  if ('locks' in navigator)
    navigator.locks.request(NAME, { signal: ended.signal }, lead).catch(() => undefined)
  else void lead()
  return () => {
    ended.abort()
    channel.close()
  }
}

interface Stream {
  close(): void
}

function openStream(posicion: () => number, say: (message: Message) => void): Stream {
  let source: EventSource | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  const open = () => {
    source?.close()
    source = new EventSource(`/api/stream?desde=${posicion()}`)
    source.onopen = () => {
      failures = 0
      say({ tipo: 'conexion', conectado: true })
    }
    source.onmessage = ({ data }) => {
      const novedades = News.safeParse(JSON.parse(String(data)))
      if (novedades.success) say({ tipo: 'novedades', novedades: novedades.data })
    }
    source.addEventListener('presencia', ({ data }) => {
      const changed = Presence.safeParse(JSON.parse(String(data)))
      if (changed.success) say({ tipo: 'presencia', ticketId: changed.data.ticketId })
    })
    source.onerror = () => {
      say({ tipo: 'conexion', conectado: false })
      // A broken connection comes back by itself, a refusal doesn't.
      if (source?.readyState !== EventSource.CLOSED) return
      timer = setTimeout(open, Math.min(RETRY_MS.least * 2 ** failures, RETRY_MS.most))
      failures += 1
    }
  }
  const leave = () => {
    clearTimeout(timer)
    source?.close()
  }
  // A connection that the network took away may look open for minutes.
  const lost = () => {
    leave()
    say({ tipo: 'conexion', conectado: false })
  }
  open()
  window.addEventListener('offline', lost)
  window.addEventListener('online', open)
  return {
    close() {
      window.removeEventListener('offline', lost)
      window.removeEventListener('online', open)
      leave()
    },
  }
}
