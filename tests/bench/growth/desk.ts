import { join } from 'node:path'
import { z } from 'zod'
import { openSession } from '@/auth/session'
import { openDatabase } from '@/db/client'
import { settleDatabase } from '@/db/empty'
import { defineQuery } from '@/db/queries'
import { grow } from '@/events/seals/sealer'
import { SESSION_COOKIE } from '@/i18n/cookies'
import { type Known, VISITORS, type Visitor } from './places'

const PERSON = defineQuery({
  name: 'bench.persona',
  roles: ['admin'],
  sql: `SELECT u.id, (SELECT min(t.id) FROM tickets t WHERE t.usuario_id = u.id AND t.version > 2) AS propio
    FROM usuarios u WHERE u.rol = :rol AND u.activo = 1 ORDER BY u.id LIMIT 1`,
  row: z.object({ id: z.number(), propio: z.number().nullable() }),
})

const MIDDLE = defineQuery({
  name: 'bench.mitad',
  roles: ['admin'],
  sql: `SELECT i.ticket_id AS ticket, substr(i.fecha_creacion, 1, 10) AS momento, m.id AS eventos
    FROM (SELECT max(id) AS id FROM interacciones) m JOIN interacciones i ON i.id > m.id / 2
    WHERE i.ticket_id IS NOT NULL AND i.version > 2 ORDER BY i.id LIMIT 1`,
  row: z.object({ ticket: z.number(), momento: z.string(), eventos: z.number() }),
})

/** A desk that is ready to be asked: what there is to name, and a cookie for each visitor. */
export interface Desk {
  readonly url: string
  readonly eventos: number
  readonly known: Known
  readonly cookies: Readonly<Record<Visitor, string>>
}

/** The file of a desk with so many tickets, as `db seed --tickets` makes it. */
export const deskFile = (folder: string, tickets: number): string => join(folder, `mesa-${tickets}.db`)

/** Makes a seeded desk as one stands that has been used: sealed. */
export async function openDesk(file: string): Promise<Desk> {
  const url = `file:${file}`
  const database = await openDatabase({ url })
  const admin = database.as('admin')
  await grow(database.as('sealer'), Date.now)
  const origin = { agente: 'bench', direccion: '127.0.0.1' }
  const open = async (rol: Visitor) => {
    const person = await admin.first(PERSON, { rol })
    if (!person) throw new Error(`no ${rol} in ${file}`)
    const session = await openSession(database.as('auth'), person.id, origin, Date.now())
    return [rol, { ...person, cookie: `${SESSION_COOKIE}=${session}` }] as const
  }
  const people = new Map(await Promise.all(VISITORS.map(open)))
  const middle = await admin.first(MIDDLE)
  if (!middle) throw new Error(`no events in ${file}`)
  database.close()
  await settleDatabase(url)
  const of = (rol: Visitor) => people.get(rol)?.cookie ?? ''
  return {
    url,
    eventos: middle.eventos,
    known: {
      ticket: middle.ticket,
      momento: middle.momento,
      propio: people.get('cliente')?.propio ?? 0,
      persona: people.get('operador')?.id ?? 0,
    },
    cookies: {
      operador: of('operador'),
      cliente: of('cliente'),
      admin: of('admin'),
      auditor: of('auditor'),
    },
  }
}
