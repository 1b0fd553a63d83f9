import { supportFigures } from '@projections/resumen/soporte'
import { z } from 'zod'
import { getRuntime } from '@/runtime'
import { readAlerts } from '@/runtime/metrics/alerts'
import { statementReports } from '@/runtime/metrics/report'
import { PERIOD_NAMES, PERIODS, readSeries } from '@/runtime/metrics/series'
import { sizesOn } from '@/runtime/metrics/sizes'

const DAY_MS = 86_400_000
const MOST_QUERIES = 20

const Periodo = z.enum(PERIOD_NAMES).catch('6h')

/** All that the page shows of a period; whoever writes another address sees the usual one. */
export async function loadMetrics(params: Readonly<Record<string, unknown>>) {
  const periodo = Periodo.parse(params.periodo)
  const { db, monitor, newId } = await getRuntime()
  const now = Date.now()
  if (monitor.known === null) await monitor.tick().catch(() => undefined)
  const api = db.as('api_server')
  const dias = Math.max(7, Math.ceil(PERIODS[periodo].ms / DAY_MS))
  const month = new Date(now - 30 * DAY_MS).toISOString().slice(0, 10)
  const [puntos, soporte, antes, alertas] = await Promise.all([
    readSeries(api, periodo, now),
    supportFigures(api, now - dias * DAY_MS, now),
    sizesOn(api, month),
    readAlerts(api),
  ])
  return {
    periodo,
    puntos,
    soporte,
    dias,
    antes: antes.tablas,
    alertas: new Map(alertas.map((alert) => [alert.regla, alert])),
    known: monitor.known,
    failing: monitor.failedSince !== null,
    consultas: statementReports(monitor.figures(), monitor.plans.plans).slice(0, MOST_QUERIES),
    newId,
  }
}

export type Metrics = Awaited<ReturnType<typeof loadMetrics>>
