import { cookies } from 'next/headers'
import { THEME_COOKIE } from '@/i18n/cookies'
import { Theme } from '@/i18n/themes'

/** The theme that this reader chose; the system's without a choice. */
export async function getTheme(): Promise<Theme> {
  const chosen = Theme.safeParse((await cookies()).get(THEME_COOKIE)?.value)
  return chosen.success ? chosen.data : 'system'
}
