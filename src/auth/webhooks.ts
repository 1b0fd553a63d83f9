import { wasDeleted } from '@projections/outbox/gestiones'
import { z } from 'zod'
import { type Connection, retryBusy } from '@/db/client'
import { defineQuery, defineWrite } from '@/db/queries'
import { FiltroWebhook } from '@/domain/cuenta/webhook'
import type { Viewer } from '@/domain/viewer'

const roles = ['api_server'] as const
const Flag = z.union([z.literal(0), z.literal(1)]).transform((value) => value === 1)

/** A webhook as its owner sees it; the secret is stored nowhere. */
export const Webhook = z.object({
  id: z.string(),
  url: z.string(),
  filtro: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(FiltroWebhook),
  notas: Flag,
  activo: Flag,
  desde: z.string(),
})
export type Webhook = z.infer<typeof Webhook>

/** How many an account may have. */
export const MAX_WEBHOOKS = 10

const COLUMNS = 'id, url, filtro, notas, activo, fecha_creacion AS desde'
const LIST = defineQuery({
  name: 'webhooks.de_cuenta',
  roles,
  sql: `SELECT ${COLUMNS} FROM webhooks WHERE usuario_id = :usuario ORDER BY id`,
  row: Webhook,
})

const FIND = defineQuery({
  name: 'webhooks.uno',
  roles,
  sql: `SELECT ${COLUMNS} FROM webhooks WHERE id = :id AND usuario_id = :usuario`,
  row: Webhook,
})

const MAKE = defineWrite({
  name: 'webhooks.crear',
  roles,
  sql: `INSERT INTO webhooks (id, usuario_id, url, filtro, notas, fecha_creacion)
    SELECT :id, :usuario, :url, :filtro, :notas, :ahora WHERE NOT ${wasDeleted()} ON CONFLICT (id) DO NOTHING`,
})

/** What became of something that was to be sent. */
export const Entrega = z.object({
  id: z.number(),
  posicion: z.number(),
  eventoId: z.string(),
  ticketId: z.number(),
  tipo: z.string(),
  estado: z.enum(['pendiente', 'entregada', 'omitida', 'muerta']),
  intentos: z.number(),
  codigo: z.number().nullable(),
  milisegundos: z.number().nullable(),
  error: z.string().nullable(),
  fecha: z.string(),
  fechaIntento: z.string().nullable(),
})

const LOG = defineQuery({
  name: 'webhooks.diario',
  roles,
  sql: `SELECT id, posicion, evento_id AS eventoId, ticket_id AS ticketId, tipo, estado, intentos, codigo, milisegundos,
      error, fecha_creacion AS fecha, fecha_intento AS fechaIntento
    FROM webhooks_entregas WHERE webhook_id = :webhook AND id < :antes ORDER BY id DESC LIMIT :limite`,
  row: Entrega,
})

/** An account's webhooks, the oldest first: one's own, or as an admin anybody's. */
export async function listWebhooks(
  db: Connection,
  viewer: Viewer,
  usuario = viewer.id,
): Promise<readonly Webhook[]> {
  return maySee(viewer, usuario) ? await db.all(LIST, { usuario }) : []
}

/** One of an account's webhooks, as listWebhooks has them; null where it is none of theirs. */
export async function findWebhook(
  db: Connection,
  viewer: Viewer,
  id: string,
  usuario = viewer.id,
): Promise<Webhook | null> {
  return maySee(viewer, usuario) ? await db.first(FIND, { id, usuario }) : null
}

function maySee(viewer: Viewer, usuario: number): boolean {
  return viewer.rol === 'admin' || viewer.id === usuario
}

/** Makes a webhook that the log says was made; again, it changes nothing, and one that was deleted stays so. */
export async function makeWebhook(
  db: Connection,
  viewer: Viewer,
  { id, url, filtro, notas }: Pick<Webhook, 'id' | 'url' | 'filtro' | 'notas'>,
  now: number,
): Promise<void> {
  const args = { id, usuario: viewer.id, url, filtro: JSON.stringify(filtro), notas: notas ? 1 : 0 }
  await retryBusy(() =>
    db.batch([{ statement: MAKE, args: { ...args, ahora: new Date(now).toISOString() } }]),
  )
}

/** A webhook's log of deliveries, the newest first. */
export async function listDeliveries(
  db: Connection,
  webhook: string,
  {
    antes = Number.MAX_SAFE_INTEGER,
    limite = 50,
  }: { readonly antes?: number | undefined; readonly limite?: number },
) {
  return await db.all(LOG, { webhook, antes, limite })
}
