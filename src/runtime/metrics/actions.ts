import { readAgents, readCounts } from '@projections/caches/lists'
import { readTicket } from '@projections/caches/ticket'
import { halfPace, rebuildLive } from '@projections/engine/rebuild-live'
import { PROJECTION_NAMES } from '@projections/registry'
import { z } from 'zod'
import { defineQuery } from '@/db/queries'
import type { AccionMantenimiento } from '@/domain/cuenta/mantenimiento'
import { CUENTA_SISTEMA } from '@/domain/values'
import type { Accion } from '@/metrics/advice/rules'
import type { Runtime } from '@/runtime'
import { maintainInChild } from '@/worker/upkeep/calendar'
import { runCli } from '../child'

/** Something that can be done about a threshold. */
export interface TuningAction {
  /** The command line that does the same; null where there is none. */
  readonly orden: string | null
  /** What it may be done to, where that must be chosen. */
  readonly objetos?: readonly string[]
  /**
   * Does it; left out where only the command line can.
   * @returns how much was done: values read, tasks done, rows mended
   * @throws what it met: the person is told that it failed, whoever runs the service why
   */
  readonly run?: (runtime: Runtime, objeto: string | null) => Promise<number>
}

const DRAIN = { ms: 10_000, max: 10_000, sellar: false }
const WARMED_TICKETS = 50

/** What can be run, by a button or a command. Whoever adds a way to run one puts it into its row here. */
export const TUNING: Readonly<Record<Accion, TuningAction>> = {
  analizar: { orden: 'bitacora maintenance analyze', run: maintain('analyze') },
  compactar: { orden: 'bitacora maintenance vacuum', run: maintain('vacuum') },
  calentar_cache: { orden: null, run: warmCache },
  vaciar_cola: {
    orden: 'bitacora worker --once',
    run: async (runtime) => (await runtime.runBatch(DRAIN))?.tareas.hechas ?? 0,
  },
  reconstruir_proyeccion: {
    orden: 'bitacora projections rebuild',
    objetos: PROJECTION_NAMES,
    run: rebuild,
  },
  respaldar: { orden: 'bitacora backup full', run: maintain('full') },
  simular_recuperacion: { orden: 'bitacora backup drill', run: maintain('drill') },
}

const RECENT = defineQuery({
  name: 'metricas.recientes',
  roles: ['api_server'],
  sql: `SELECT id FROM tickets ORDER BY fecha_actualizacion DESC, id DESC LIMIT ${WARMED_TICKETS}`,
  row: z.object({ id: z.number() }),
})

/** Reads what is asked for most, through the cache: what is not in there is then. */
async function warmCache({ cache, db }: Runtime): Promise<number> {
  const api = db.as('api_server')
  const reader = { cache, db: api, viewer: { id: CUENTA_SISTEMA, rol: 'admin' }, minPos: 0 } as const
  await Promise.all([readCounts(reader), readAgents(reader)])
  const tickets = await api.all(RECENT)
  for (const { id } of tickets) await readTicket(reader, id)
  return tickets.length + 2
}

async function rebuild({ db, config, newId }: Runtime, objeto: string | null): Promise<number> {
  const nombre = PROJECTION_NAMES.find((name) => name === objeto)
  if (nombre === undefined) throw new Error(`no projection ${objeto ?? ''}`)
  const { url } = config.database
  const report = await rebuildLive([nombre], { database: db, url, now: Date.now, newId, pace: halfPace() })
  return report.total
}

/** As the maintenance page has it done. */
function maintain(accion: AccionMantenimiento): NonNullable<TuningAction['run']> {
  return async ({ config, newId, monitor }) => {
    await maintainInChild({ newId, runChild: runCli(config) }, accion, 'pagina')
    // By other statistics the database may read its tables another way.
    monitor.plans.forget()
    return 1
  }
}
