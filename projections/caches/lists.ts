import { z } from 'zod'
import type { Estado } from '@/domain/values'
import { seesOnlyOwn } from '@/domain/viewer'
import { keys } from '@/redis/keys'
import { Counts, countTicketsQuery } from '../tickets/counts'
import { countQuickFiltersQuery, QuickCounts } from '../tickets/quick-counts'
import { Agent, listAgentsQuery } from '../usuarios/list'
import type { CacheReader } from './ticket'

// Every command changes some count: nothing raises a floor under them, they only grow old.
const COUNTS_TTL_MS = 5000
const AGENTS_TTL_MS = 300_000

/** How many tickets of each state the viewer may see; a few seconds old at most, and never older than they have seen. */
export async function readCounts({
  cache,
  db,
  viewer,
  minPos,
}: CacheReader): Promise<Record<Estado, number>> {
  const counts = await cache.cached({
    nombre: 'contadores',
    clave: seesOnlyOwn(viewer) ? keys.counts.cliente(viewer.id) : keys.counts.interna,
    schema: Counts,
    ttl: COUNTS_TTL_MS,
    conPiso: false,
    minPos,
    load: async (posicion) => ({ valor: await countTicketsQuery(db, viewer), version: posicion }),
  })
  return counts ?? { abierto: 0, en_progreso: 0, resuelto: 0, cerrado: 0 }
}

/** How many tickets each quick filter shows one of the staff, as old as the counts by state; null for a client. */
export async function readQuickCounts({
  cache,
  db,
  viewer,
  minPos,
}: CacheReader): Promise<QuickCounts | null> {
  if (seesOnlyOwn(viewer)) return null
  return await cache.cached({
    nombre: 'contadores',
    clave: keys.counts.rapidos(viewer.id),
    schema: QuickCounts,
    ttl: COUNTS_TTL_MS,
    conPiso: false,
    minPos,
    load: async (posicion) => {
      const valor = await countQuickFiltersQuery(db, viewer)
      return valor && { valor, version: posicion }
    },
  })
}

/** Those who may take tickets; none for clients. Their floor is the position of the last event of an account. */
export async function readAgents({ cache, db, viewer, minPos }: CacheReader): Promise<readonly Agent[]> {
  if (seesOnlyOwn(viewer)) return []
  const agents = await cache.cached<readonly Agent[]>({
    nombre: 'agentes',
    clave: keys.agents,
    schema: z.array(Agent),
    ttl: AGENTS_TTL_MS,
    conPiso: true,
    minPos,
    load: async (posicion) => ({ valor: await listAgentsQuery(db, viewer), version: posicion }),
  })
  return agents ?? []
}
