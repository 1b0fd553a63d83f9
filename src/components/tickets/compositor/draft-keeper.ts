import { hasFields } from '@/components/has-fields'
import type { Borrador, Clase } from '@/domain/draft-copies'

/** Where one person's drafts on one ticket are kept: in this browser at once, on the server a moment later. */
export interface DraftKeeper {
  /** What this browser holds; null where there is nothing. */
  read(clase: Clase): Borrador | null
  keep(clase: Clase, draft: Borrador): void
  /** Sends at once what the server has not got: the page may be about to go. */
  flush(): void
  /** The same, and nothing more afterwards. */
  close(): void
}

const SAVE_AFTER_MS = 800
const RETRY_AFTER_MS = 5000
/** So long an empty one is remembered: a page from the router's memory may still show what was sent. */
const EMPTY_FOR_MS = 24 * 60 * 60_000
const PREFIX = 'bitacora:borrador:'
/** What a browser still sends when its page is gone. @see https://fetch.spec.whatwg.org/#http-network-or-cache-fetch */
const KEEPALIVE_BYTES = 60_000

/** @param cuenta whose drafts they are: another account of this browser has keys of its own */
export function createDraftKeeper(cuenta: number, ticketId: number): DraftKeeper {
  const key = (clase: Clase) => `${PREFIX}${cuenta}:${ticketId}:${clase}`
  sweepLocal(Date.now())
  const savers = { respuesta: createSaver(ticketId, 'respuesta'), nota: createSaver(ticketId, 'nota') }
  return {
    read: (clase) => readLocal(key(clase)),
    keep(clase, draft) {
      writeLocal(key(clase), draft)
      savers[clase].put(draft)
    },
    flush() {
      for (const saver of Object.values(savers)) saver.save()
    },
    close() {
      for (const saver of Object.values(savers)) saver.close()
    },
  }
}

function readLocal(key: string): Borrador | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '')
    return isDraft(kept) ? kept : null
  } catch {
    return null
  }
}

const isDraft = (raw: unknown): raw is Borrador =>
  hasFields(raw, { texto: 'string', fecha: 'string' }) && !Number.isNaN(Date.parse(String(raw.fecha)))

/** A browser that keeps nothing, or is full, still has the server. */
function writeLocal(key: string, { texto, fecha }: Borrador): void {
  try {
    localStorage.setItem(key, JSON.stringify({ texto, fecha }))
  } catch {}
}

function sweepLocal(now: number): void {
  try {
    const kept = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))
    for (const key of kept) {
      const draft = readLocal(key)
      if (!draft || (draft.texto === '' && Date.parse(draft.fecha) < now - EMPTY_FOR_MS))
        localStorage.removeItem(key)
    }
  } catch {}
}

/** Brings one draft to the server, one request at a time, always the latest; again after a failure. */
function createSaver(ticketId: number, clase: Clase) {
  let waiting: Borrador | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let [busy, closed] = [false, false]
  const soon = (ms: number) => {
    clearTimeout(timer)
    if (!closed) timer = setTimeout(() => void save(), ms)
  }
  const save = async (): Promise<void> => {
    clearTimeout(timer)
    if (busy || waiting === null) return
    busy = true
    const draft = waiting
    waiting = null
    const again = await put({ ticketId, clase, texto: draft.texto, fecha: draft.fecha })
    busy = false
    if (again) waiting ??= draft
    if (waiting !== null) soon(again ? RETRY_AFTER_MS : 0)
  }
  return {
    put(draft: Borrador) {
      waiting = draft
      soon(SAVE_AFTER_MS)
    },
    save: () => void save(),
    close() {
      void save()
      closed = true
    },
  }
}

/** @returns true where it is worth another try: the server did not take it now, or knows nobody of this session */
async function put(draft: Borrador & { readonly ticketId: number; readonly clase: Clase }): Promise<boolean> {
  const body = JSON.stringify(draft)
  try {
    const { status } = await fetch('/api/borradores', {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body,
      keepalive: new Blob([body]).size < KEEPALIVE_BYTES,
    })
    return status === 401 || status >= 500
  } catch {
    return true
  }
}
