import { cookies } from 'next/headers'
import { KEYS_COOKIE } from '@/i18n/cookies'

/** Whether single keys do something for this reader: they do, unless turned off. */
export async function usesSingleKeys(): Promise<boolean> {
  return (await cookies()).get(KEYS_COOKIE)?.value !== 'no'
}
