import { noteSeen } from '@projections/tickets/vistos'
import { headers } from 'next/headers'
import { after } from 'next/server'
import { requireReader } from './reader'

/**
 * Notes, once the page is sent, that its person has seen the ticket up to this version. A page that a browser fetches
 * ahead was not looked at yet. Next's own links fetch no page ahead, unless one says so: a test finds those that do.
 */
export async function markSeen(ticket: { readonly id: number; readonly version: number }): Promise<void> {
  const [{ viewer, db }, incoming] = await Promise.all([requireReader(), headers()])
  const purpose = `${incoming.get('sec-purpose') ?? ''} ${incoming.get('purpose') ?? ''}`
  if (!purpose.includes('prefetch')) after(() => noteSeen(db, viewer, ticket))
}
