import { openSession } from '@/auth/session'
import { openDatabase } from '@/db/client'
import { SESSION_COOKIE } from '@/i18n/cookies'
import { startServer } from '../../support/e2e/app'
import { FIRST_CLIENT } from '../replay/log'
import { percentile } from '../replay/scenario'

/** A page: milliseconds from the request to the last byte, seen over loopback, one at a time. */
export interface PageFigure {
  readonly nombre: string
  readonly mediana: number
  readonly p95: number
  readonly bytes: number
}

interface Asked {
  readonly nombre: string
  readonly cuenta: number
  readonly path: (turn: number) => string
}

const OPERATOR = 2
/** A ticket of the history that is the operator's to see whatever its number, another at each turn. */
const someTicket = (turn: number) => 1 + ((turn * 37) % 900)

const PAGES: readonly Asked[] = [
  { nombre: 'lista, operador', cuenta: OPERATOR, path: () => '/tickets' },
  { nombre: 'lista, operador, abiertos', cuenta: OPERATOR, path: () => '/tickets?estado=abierto' },
  { nombre: 'lista, operador, por prioridad', cuenta: OPERATOR, path: () => '/tickets?orden=prioridad' },
  { nombre: 'lista, operador, suyos', cuenta: OPERATOR, path: () => `/tickets?asignado=${OPERATOR}` },
  { nombre: 'lista, operador, texto', cuenta: OPERATOR, path: () => '/tickets?texto=impresora' },
  { nombre: 'lista, cliente', cuenta: FIRST_CLIENT, path: () => '/tickets' },
  { nombre: 'ticket, operador', cuenta: OPERATOR, path: (turn) => `/tickets/${someTicket(turn)}` },
]

/** Asks each page so often, in turns A B C A B C …, of a server of its own. */
export async function askPages(file: string, requests: number): Promise<PageFigure[]> {
  const url = `file:${file}`
  const database = await openDatabase({ url })
  const origin = { agente: 'bench', direccion: '127.0.0.1' }
  const cookies = new Map<number, string>()
  for (const cuenta of new Set(PAGES.map((page) => page.cuenta)))
    cookies.set(cuenta, await openSession(database.as('auth'), cuenta, origin, Date.now()))
  database.close()
  const server = await startServer({ url })
  const times = PAGES.map((): number[] => [])
  const bytes = PAGES.map(() => 0)
  try {
    for (let turn = -20; turn < requests; turn++)
      for (const [index, { cuenta, path }] of PAGES.entries()) {
        const began = performance.now()
        const response = await fetch(`${server.url}${path(Math.abs(turn))}`, {
          headers: { cookie: `${SESSION_COOKIE}=${cookies.get(cuenta) ?? ''}` },
        })
        const text = await response.text()
        if (response.status !== 200) throw new Error(`${path(turn)}: ${response.status}`)
        if (turn >= 0) times[index]?.push(performance.now() - began)
        bytes[index] = text.length
      }
  } finally {
    await server.close()
  }
  return PAGES.map(({ nombre }, index) => {
    const taken = times[index] ?? []
    return { nombre, mediana: percentile(taken, 0.5), p95: percentile(taken, 0.95), bytes: bytes[index] ?? 0 }
  })
}
