import type { CacheReader } from '@projections/caches/ticket'
import { cache } from 'react'
import { getRuntime } from '@/runtime'
import { seenPosition } from './position'
import { requireUser } from './session'

/** How the person whose page this is reads: through the caches, and nothing older than what they have seen. */
export const requireReader = cache(async (): Promise<CacheReader> => {
  const [viewer, minPos, runtime] = await Promise.all([requireUser(), seenPosition(), getRuntime()])
  return { cache: runtime.cache, db: runtime.db.as('api_server'), viewer, minPos }
})
