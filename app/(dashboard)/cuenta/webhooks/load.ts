import { peopleQuery } from '@projections/usuarios/people'
import { z } from 'zod'
import { findWebhook, listDeliveries, listWebhooks, type Webhook } from '@/auth/webhooks'
import { ALCANCES_DE } from '@/domain/cuenta/token'
import { Id } from '@/domain/values'
import type { Viewer } from '@/domain/viewer'
import { getRuntime } from '@/runtime'

const PAGE_SIZE = 25

/** Where the list goes on; whoever writes another address begins at its beginning. */
const Antes = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number)
  .pipe(Id)

/** True for whom the API lets write. */
export function mayWrite({ rol }: Pick<Viewer, 'rol'>): boolean {
  return ALCANCES_DE[rol].includes('write')
}

/** A person's webhooks, with the names of whom they are about. */
export async function loadWebhooks(user: Viewer) {
  const webhooks = await listWebhooks(await reader(), user)
  return { webhooks, nombres: await namesFor(user, webhooks), puede: mayWrite(user) }
}

/** One of a person's webhooks with a page of its deliveries, the newest first; null where it is none of theirs. */
export async function loadWebhook(user: Viewer, id: string, params: Readonly<Record<string, unknown>>) {
  const db = await reader()
  const webhook = await findWebhook(db, user, id)
  if (!webhook) return null
  const antes = Antes.safeParse(params.antes).data
  const found = await listDeliveries(db, id, { antes, limite: PAGE_SIZE + 1 })
  const entregas = found.slice(0, PAGE_SIZE)
  return {
    webhook,
    nombres: await namesFor(user, [webhook]),
    puede: mayWrite(user),
    entregas,
    primera: antes === undefined,
    siguiente: found.length > PAGE_SIZE ? entregas.at(-1)?.id : undefined,
  }
}

const reader = async () => (await getRuntime()).db.as('api_server')

/** A client may write any number into a filter: the name behind it would tell who has an account. */
async function namesFor(user: Viewer, webhooks: readonly Webhook[]): Promise<ReadonlyMap<number, string>> {
  if (user.rol === 'cliente') return new Map()
  const ids = webhooks.flatMap(({ filtro: { solicitante } }) => solicitante ?? [])
  const people = await peopleQuery(await reader(), ids)
  return new Map([...people].map(([id, { nombre }]) => [id, nombre]))
}
