import { z } from 'zod'
import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'

const roles = ['api_server'] as const

/** A day's, an agent's or a category's share of the work; times in milliseconds since the tickets' creation. */
const Work = z.object({
  creados: z.number(),
  respondidos: z.number(),
  respuestaMs: z.number(),
  resueltos: z.number(),
  resolucionMs: z.number(),
  cerrados: z.number(),
  reabiertos: z.number(),
})

const SUMS = `sum(creados) AS creados, sum(respondidos) AS respondidos, sum(respuesta_ms) AS respuestaMs,
  sum(resueltos) AS resueltos, sum(resolucion_ms) AS resolucionMs, sum(cerrados) AS cerrados, sum(reabiertos) AS reabiertos`

const BY_DAY = defineQuery({
  name: 'resumen.por_dia',
  roles,
  sql: `SELECT dia, ${SUMS} FROM resumen_dias WHERE dia >= :desde GROUP BY dia ORDER BY dia`,
  row: Work.extend({ dia: z.string() }),
})

const BY_AGENT = defineQuery({
  name: 'resumen.por_agente',
  roles,
  sql: `SELECT r.agente, u.nombre, r.* FROM (
      SELECT agente, ${SUMS} FROM resumen_dias WHERE dia >= :desde GROUP BY agente ORDER BY sum(resueltos) DESC LIMIT 50) r
    LEFT JOIN usuarios u ON u.id = r.agente`,
  row: Work.extend({ agente: z.number(), nombre: z.string().nullable() }),
})

// The days' sums know no category: of the tickets that were opened in the period, what has become of them so far.
const BY_CATEGORY = defineQuery({
  name: 'resumen.por_categoria',
  roles,
  sql: `SELECT t.categoria, count(*) AS tickets, count(r.fecha_respuesta) AS respondidos,
      coalesce(sum((julianday(r.fecha_respuesta) - julianday(r.fecha_creacion)) * 86400000), 0) AS respuestaMs,
      count(t.fecha_cierre) AS cerrados,
      coalesce(sum((julianday(t.fecha_cierre) - julianday(t.fecha_creacion)) * 86400000), 0) AS cierreMs,
      coalesce(sum(r.reaperturas), 0) AS reabiertos
    FROM tickets t INDEXED BY idx_tickets_fecha_creacion LEFT JOIN resumen_tickets r ON r.ticket_id = t.id
    WHERE t.fecha_creacion >= :desde GROUP BY t.categoria ORDER BY tickets DESC LIMIT 50`,
  row: z.object({
    categoria: z.string().nullable(),
    tickets: z.number(),
    respondidos: z.number(),
    respuestaMs: z.number(),
    cerrados: z.number(),
    cierreMs: z.number(),
    reabiertos: z.number(),
  }),
})

// Of what is older than a month, which grows with the backlog, only how much there is: that is counted already.
const BACKLOG = defineQuery({
  name: 'resumen.antiguedad',
  roles,
  sql: `SELECT r.dia, r.semana, r.mes, max(0, v.vivos - r.dia - r.semana - r.mes) AS mas
    FROM (SELECT count(*) FILTER (WHERE fecha_creacion >= :dia) AS dia,
        count(*) FILTER (WHERE fecha_creacion < :dia AND fecha_creacion >= :semana) AS semana,
        count(*) FILTER (WHERE fecha_creacion < :semana) AS mes
      FROM tickets INDEXED BY idx_tickets_abiertos
      WHERE estado IN ('abierto', 'en_progreso') AND fecha_creacion >= :mes) r,
      (SELECT coalesce(sum(tickets), 0) AS vivos FROM resumen_actual WHERE estado IN ('abierto', 'en_progreso')) v`,
  row: z.object({ dia: z.number(), semana: z.number(), mes: z.number(), mas: z.number() }),
})

const DAY_MS = 86_400_000

/**
 * What support has done since an instant, by day, agent and category, and how old what is open is.
 * @param now milliseconds of the Unix epoch
 */
export async function supportFigures(db: Connection, desde: number, now: number) {
  const dia = new Date(desde).toISOString().slice(0, 10)
  const before = (days: number) => new Date(now - days * DAY_MS).toISOString()
  const [dias, agentes, categorias, antiguedad] = await Promise.all([
    db.all(BY_DAY, { desde: dia }),
    db.all(BY_AGENT, { desde: dia }),
    db.all(BY_CATEGORY, { desde: `${dia}T00:00:00.000Z` }),
    db.first(BACKLOG, { dia: before(1), semana: before(7), mes: before(30) }),
  ])
  return { dias, agentes, categorias, antiguedad: antiguedad ?? { dia: 0, semana: 0, mes: 0, mas: 0 } }
}

export type SupportFigures = Awaited<ReturnType<typeof supportFigures>>
