import type { Route } from 'next'
import { useEffect, useState } from 'react'
import * as z from 'zod/mini'

// What the service gives as an address of its own: a path, and never another site's.
const Href = z.custom<Route>((value) => typeof value === 'string' && /^\/(?![/\\])/.test(value))

const Ticket = z.object({
  id: z.number(),
  titulo: z.string(),
  estado: z.string(),
  href: Href,
  fragmento: z.array(z.object({ texto: z.string(), hallado: z.boolean() })),
})
const Person = z.object({
  id: z.number(),
  nombre: z.string(),
  email: z.string(),
  rol: z.string(),
  href: Href,
})
const Findings = z.object({ tickets: z.array(Ticket), personas: z.array(Person) })
export type FoundTicket = z.infer<typeof Ticket>
export type FoundPerson = z.infer<typeof Person>
type Findings = z.infer<typeof Findings>

/** What became of a lookup. */
type Outcome = 'hecho' | 'corta' | 'error' | 'sesion' | 'demasiadas'
export interface Lookup extends Findings {
  /** The text that this is the answer to; while it is another than what was typed, the answer is under way. */
  readonly de: string
  readonly estado: Outcome
}

const WAIT_MS = 150
const NOTHING: Findings = { tickets: [], personas: [] }

/** Looks up what was typed, a moment after the last key; what was under way for an earlier text is given up. */
export function useLookup(typed: string): Lookup {
  const [lookup, setLookup] = useState<Lookup>({ de: '', estado: 'corta', ...NOTHING })
  useEffect(() => {
    const leaving = new AbortController()
    const timer = setTimeout(() => {
      void ask(typed, leaving.signal).then((answer) => {
        if (!leaving.signal.aborted) setLookup({ de: typed, ...answer })
      })
    }, WAIT_MS)
    return () => {
      clearTimeout(timer)
      leaving.abort()
    }
  }, [typed])
  return lookup
}

const REFUSED: Readonly<Record<number, Outcome>> = { 400: 'corta', 401: 'sesion', 429: 'demasiadas' }

async function ask(typed: string, signal: AbortSignal): Promise<Omit<Lookup, 'de'>> {
  if (typed.length < 2 && !/^\d$/.test(typed)) return { estado: 'corta', ...NOTHING }
  try {
    const response = await fetch(`/api/paleta?q=${encodeURIComponent(typed)}`, { signal })
    if (!response.ok) return { estado: REFUSED[response.status] ?? 'error', ...NOTHING }
    return { estado: 'hecho', ...Findings.parse(await response.json()) }
  } catch {
    return { estado: 'error', ...NOTHING }
  }
}
