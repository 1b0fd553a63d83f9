import { cookies } from 'next/headers'
import { closeSession } from '@/auth/session'
import { SESSION_COOKIE } from '@/i18n/cookies'
import { getRuntime } from '@/runtime'

/** Ends the session that this browser has, if it has one: in the database. */
export async function endSession(): Promise<void> {
  const token = (await cookies()).get(SESSION_COOKIE)?.value
  if (token === undefined) return
  const { db } = await getRuntime()
  await closeSession(db.as('auth'), token)
}
