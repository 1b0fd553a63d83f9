import { useCallback, useEffect, useRef, useState } from 'react'
import { hasFields } from '../has-fields'
import { useLivePresence } from './live.client'

/** Somebody else who has the ticket before them. */
export interface Present {
  readonly id: number
  readonly nombre: string
  readonly esCliente: boolean
  readonly modo: 'viendo' | 'escribiendo'
}

const REPORT_EVERY_MS = 10_000
/** Whoever has not typed for so long is reading again. */
const WRITING_FOR_MS = 8000
/** News of others come in pairs, and one's own report is one of them. */
const ASK_AFTER_MS = 150

/** Reports that this tab shows a ticket, while it does. @returns who else has it before them */
export function usePresence(ticketId: number): readonly Present[] {
  const [others, setOthers] = useState<readonly Present[]>([])
  const reporter = useRef<Reporter | null>(null)
  useEffect(() => {
    const made = startReporting(ticketId, setOthers)
    reporter.current = made
    return () => {
      made.stop()
      reporter.current = null
    }
  }, [ticketId])
  useLivePresence(
    useCallback(
      (changed: number) => {
        if (changed === ticketId) reporter.current?.ask()
      },
      [ticketId],
    ),
  )
  return others
}

interface Reporter {
  /** Asks again soon. */
  ask(): void
  stop(): void
}

function startReporting(ticketId: number, tell: (others: readonly Present[]) => void): Reporter {
  const pestana = crypto.getRandomValues(new Uint32Array(3)).join('-').slice(0, 40)
  let [typed, stopped, writing] = [Number.NEGATIVE_INFINITY, false, false]
  let soon: ReturnType<typeof setTimeout> | undefined
  const report = async () => {
    if (document.hidden || stopped) return
    writing = performance.now() - typed < WRITING_FOR_MS
    const others = await post({ ticketId, pestana, modo: writing ? 'escribiendo' : 'viendo' })
    if (others && !stopped && !document.hidden) tell(others)
  }
  const leave = () => void post({ ticketId, pestana, modo: null })
  const look = () => (document.hidden ? leave() : void report())
  const type = ({ target }: Event) => {
    if (!(target instanceof Element) || target.closest('#responder') === null) return
    typed = performance.now()
    if (!writing) void report()
  }
  // What was sent is not being written any more.
  const sent = () => {
    typed = Number.NEGATIVE_INFINITY
    if (writing) void report()
  }
  const beat = setInterval(() => void report(), REPORT_EVERY_MS)
  document.addEventListener('visibilitychange', look)
  document.addEventListener('input', type)
  document.addEventListener('submit', sent)
  window.addEventListener('pagehide', leave)
  void report()
  return {
    ask() {
      clearTimeout(soon)
      soon = setTimeout(() => void report(), ASK_AFTER_MS)
    },
    stop() {
      stopped = true
      clearInterval(beat)
      clearTimeout(soon)
      document.removeEventListener('visibilitychange', look)
      document.removeEventListener('input', type)
      document.removeEventListener('submit', sent)
      window.removeEventListener('pagehide', leave)
      leave()
    },
  }
}

/** Null where there is no answer: presence is a courtesy, and missing it is no trouble. */
async function post(sighting: {
  readonly ticketId: number
  readonly pestana: string
  readonly modo: Present['modo'] | null
}): Promise<readonly Present[] | null> {
  try {
    const answer = await fetch('/api/presencia', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(sighting),
      keepalive: true,
    })
    return answer.ok ? othersIn(await answer.json()) : null
  } catch {
    return null
  }
}

function othersIn(answer: unknown): readonly Present[] | null {
  const otros = hasFields(answer, {}) ? answer.otros : null
  return Array.isArray(otros) && otros.every(isPresent) ? otros : null
}

const isPresent = (raw: unknown): raw is Present =>
  hasFields(raw, { id: 'number', nombre: 'string', esCliente: 'boolean', modo: 'string' }) &&
  (raw.modo === 'viendo' || raw.modo === 'escribiendo')
