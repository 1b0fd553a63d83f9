import { FIND_CREDENTIALS } from '@/auth/session-statements'
import type { Config } from '@/config'
import { openDatabase } from '@/db/client'
import { ACCOUNTS } from '../../../db/seed/stories'

/** The password that every demo account has until somebody changes it. */
export const DEMO_PASSWORD = 'bitacora-demo-2026'

/** A demo account that still opens with the demo password. */
export type DemoLogin = { rol: string; email: string }

/** The demo accounts to show at start: none where they may not exist, nor any whose password was changed. */
export async function listDemoLogins({ database, permiteDemo }: Config): Promise<DemoLogin[]> {
  if (!permiteDemo) return []
  const db = await openDatabase(database)
  try {
    const logins: DemoLogin[] = []
    for (const { email, rol, passwordHash } of ACCOUNTS) {
      const stored = await db.as('auth').first(FIND_CREDENTIALS, { email })
      if (stored?.activo === 1 && stored.hash === passwordHash) logins.push({ rol, email })
    }
    return logins
  } finally {
    db.close()
  }
}
