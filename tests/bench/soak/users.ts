import { issueToken } from '@/auth/issue-token'
import { openSession } from '@/auth/session'
import { readConfig } from '@/config'
import { createUlids } from '@/events/ids'
import { SESSION_COOKIE } from '@/i18n/cookies'
import { createRuntime } from '@/runtime'
import { FIRST_CLIENT, OPERATORS } from '../replay/log'

/** Somebody who uses the service: with a browser's cookie for its pages, and a token for its API. */
export interface User {
  readonly id: number
  readonly rol: 'operador' | 'cliente'
  readonly cookie: string
  readonly token: string
}

const ADMIN = { tipo: 'servicio', id: 1, servicio: 'admin' } as const

/** Operators and clients of a made desk, two in five of them operators, each with a session and a token of their own. */
export async function makeUsers(url: string, count: number): Promise<User[]> {
  const runtime = await createRuntime(readConfig({ TURSO_DATABASE_URL: url }))
  const users: User[] = []
  try {
    for (let index = 0; index < count; index++) {
      const rol = index % 5 < 2 ? ('operador' as const) : ('cliente' as const)
      const id = rol === 'operador' ? 2 + (index % OPERATORS) : FIRST_CLIENT + index
      const comandoId = runtime.newId()
      const token = { cuentaId: id, clase: 'servicio', nombre: `carga ${index}`, dias: 1 } as const
      const comando = {
        tipo: 'crear_token' as const,
        alcances: ['read' as const, 'write' as const],
        ...token,
      }
      const made = await runtime.bus.dispatch({ comandoId, actor: ADMIN, comando })
      const issued = await issueToken(runtime.db, comandoId, Date.now())
      if (!issued) throw new Error(`no token: ${JSON.stringify(made)}`)
      const origin = { agente: 'carga', direccion: '127.0.0.1' }
      const session = await openSession(runtime.db.as('auth'), id, origin, Date.now())
      users.push({ id, rol, cookie: `${SESSION_COOKIE}=${session}`, token: issued.token })
    }
  } finally {
    await runtime.close()
  }
  return users
}

const newId = createUlids()

/** What one user does, and how often against the others. */
export interface Deed {
  readonly nombre: string
  readonly peso: number
  /** The request, on one of the tickets that this user may see. */
  readonly ask: (user: User, ticket: number) => { readonly path: string; readonly init: RequestInit }
}

const page = (path: string, user: User) => ({ path, init: { headers: { cookie: user.cookie } } })
const api = (path: string, user: User) => ({
  path,
  init: { headers: { authorization: `Bearer ${user.token}` } },
})
const post = (path: string, user: User, body: object) => ({
  path,
  init: {
    method: 'POST',
    headers: {
      authorization: `Bearer ${user.token}`,
      'content-type': 'application/json',
      'idempotency-key': newId(Date.now()),
    },
    body: JSON.stringify(body),
  },
})

/** A desk's hour: mostly read, one deed in five changes something. */
export const DEEDS: readonly Deed[] = [
  { nombre: 'página: lista', peso: 20, ask: (user) => page('/tickets', user) },
  { nombre: 'página: ticket', peso: 25, ask: (user, id) => page(`/tickets/${id}`, user) },
  { nombre: 'página: búsqueda', peso: 5, ask: (user) => page('/tickets?texto=impresora', user) },
  { nombre: 'API: lista', peso: 15, ask: (user) => api('/api/tickets', user) },
  { nombre: 'API: ticket', peso: 15, ask: (user, id) => api(`/api/tickets/${id}`, user) },
  {
    nombre: 'API: comentar',
    peso: 15,
    ask: (user, id) =>
      post(`/api/tickets/${id}/comentarios`, user, { comentario: 'Sigue igual que ayer.', interno: false }),
  },
  {
    nombre: 'API: abrir',
    peso: 5,
    ask: (user) => post('/api/tickets', user, { titulo: 'No imprime', descripcion: 'Otra vez.' }),
  },
]
