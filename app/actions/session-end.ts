import { closeSession } from '@/auth/session'
import { getRuntime } from '@/runtime'
import { sessionToken } from '../lib/session'

/** Ends the session that this browser has, if it has one: in the database. */
export async function endSession(): Promise<void> {
  const token = await sessionToken()
  if (token === null) return
  const { db } = await getRuntime()
  await closeSession(db.as('auth'), token)
}
