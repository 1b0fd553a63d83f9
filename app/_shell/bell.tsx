import { countUnreadQuery } from '@projections/notificaciones/unread'
import type { SessionUser } from '@/auth/session'
import { getRuntime } from '@/runtime'
import { BellLink } from './bell-link.client'

/** The way to one's notifications, with how many are not read. */
export async function Bell({ user }: { user: SessionUser }) {
  const { db } = await getRuntime()
  return <BellLink counted={{ sinLeer: await countUnreadQuery(db.as('api_server'), user) }} />
}
