import type { Borrador, Clase } from '@/domain/draft-copies'
import { dropTaken, localKey, markTaken, readLocal, sweepLocal, writeLocal } from './local-drafts'

/** Where one person's drafts on one ticket are kept: in this browser at once, on the server a moment later. */
export interface DraftKeeper {
  /** What this browser holds; null where there is nothing. */
  read(clase: Clase): Borrador | null
  keep(clase: Clase, draft: Borrador): void
  /** The server has what was typed up to this moment. */
  taken(clase: Clase, fecha: string): void
  /** Sends at once what the server has not got: the page may be about to go. @returns once that is answered */
  flush(): Promise<void>
  /** The same, and nothing more afterwards. */
  close(): void
}

const SAVE_AFTER_MS = 800
const RETRY_AFTER_MS = 5000
/** So long a logout waits for what is on its way. */
const LEAVE_WITHIN_MS = 3000

const open = new Set<DraftKeeper>()

/**
 * To be called before a person logs out: sends what waits and takes from this browser what the server has, whoever's
 * it is. What did not get there stays, for it is nowhere else.
 */
export async function leaveDrafts(): Promise<void> {
  const late = new Promise((resolve) => setTimeout(resolve, LEAVE_WITHIN_MS))
  await Promise.race([late, Promise.all([...open].map((keeper) => keeper.flush()))])
  dropTaken()
}

/** @param cuenta whose drafts they are: another account of this browser has keys of its own */
export function createDraftKeeper(cuenta: number, ticketId: number): DraftKeeper {
  const key = (clase: Clase) => localKey(cuenta, ticketId, clase)
  sweepLocal(Date.now())
  const saver = (clase: Clase) =>
    createSaver({ ticketId, clase, onTaken: (fecha) => markTaken(key(clase), fecha) })
  const savers = { respuesta: saver('respuesta'), nota: saver('nota') }
  const all = Object.values(savers)
  const keeper: DraftKeeper = {
    read: (clase) => readLocal(key(clase)),
    keep(clase, draft) {
      writeLocal(key(clase), draft)
      savers[clase].put(draft)
    },
    taken: (clase, fecha) => markTaken(key(clase), fecha),
    async flush() {
      await Promise.all(all.map((each) => each.flush()))
    },
    close() {
      for (const each of all) each.close()
      // A logout that follows at once still waits for what is on its way.
      void keeper.flush().finally(() => open.delete(keeper))
    },
  }
  open.add(keeper)
  return keeper
}

interface SaverOptions {
  readonly ticketId: number
  readonly clase: Clase
  readonly onTaken: (fecha: string) => void
}

/** Brings one draft to the server, one request at a time unless the page is about to go; again after a failure. */
function createSaver({ ticketId, clase, onTaken }: SaverOptions) {
  let waiting: Borrador | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let closed = false
  const going = new Set<Promise<void>>()
  const soon = (ms: number) => {
    clearTimeout(timer)
    if (!closed) timer = setTimeout(() => going.size === 0 && send(), ms)
  }
  const bring = async (draft: Borrador): Promise<void> => {
    const answer = await put({ ticketId, clase, texto: draft.texto, fecha: draft.fecha })
    if (answer === 'guardado') onTaken(draft.fecha)
    if (answer === 'luego') waiting ??= draft
    if (waiting !== null) soon(answer === 'luego' ? RETRY_AFTER_MS : 0)
  }
  // Two at a time may arrive in any order: the server keeps the later one.
  const send = (): void => {
    clearTimeout(timer)
    if (waiting === null) return
    const sent = bring(waiting).finally(() => going.delete(sent))
    going.add(sent)
    waiting = null
  }
  return {
    put(draft: Borrador) {
      waiting = draft
      soon(SAVE_AFTER_MS)
    },
    async flush() {
      send()
      await Promise.all(going)
    },
    close() {
      closed = true
    },
  }
}

/** What a browser still sends when its page is gone. @see https://fetch.spec.whatwg.org/#http-network-or-cache-fetch */
const KEEPALIVE_BYTES = 60_000

/** @returns `luego` where it is worth another try: the server did not take it now, or knows nobody of this session */
async function put(
  draft: Borrador & { readonly ticketId: number; readonly clase: Clase },
): Promise<'guardado' | 'luego' | 'nunca'> {
  const body = JSON.stringify(draft)
  try {
    const { ok, status } = await fetch('/api/borradores', {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body,
      keepalive: new Blob([body]).size < KEEPALIVE_BYTES,
    })
    if (ok) return 'guardado'
    return status === 401 || status >= 500 ? 'luego' : 'nunca'
  } catch {
    return 'luego'
  }
}
