import { shownAccountQuery } from '@projections/usuarios/shown'
import { z } from 'zod'
import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import { ESTADOS, Estado } from '@/domain/values'
import { seesOnlyOwn, type Viewer } from '@/domain/viewer'

const OtherTicket = z.object({ id: z.number(), titulo: z.string(), estado: Estado })
type OtherTicket = z.infer<typeof OtherTicket>

/** Who asked, and what else they asked for. */
export interface Requester {
  readonly id: number
  readonly email: string
  readonly activo: boolean
  /** Their other tickets, the last touched first. */
  readonly otros: readonly OtherTicket[]
  /** How many of their last tickets, this one among them, are in each state. */
  readonly cuentas: Readonly<Record<Estado, number>>
  /** True where they have more tickets than were counted. */
  readonly mas: boolean
}

const OTHERS_SHOWN = 5
/** Counting stops here: what a page reads of one account is bounded, however many tickets a machine opened with it. */
export const COUNTED = 200

const OTHERS = defineQuery({
  name: 'tickets.del_solicitante',
  roles: ['api_server'],
  sql: `SELECT id, titulo, estado FROM tickets INDEXED BY idx_tickets_solicitante
    WHERE usuario_id = :solicitante AND id <> :ticket ORDER BY fecha_actualizacion DESC, id DESC LIMIT ${OTHERS_SHOWN}`,
  row: OtherTicket,
})

const COUNTS = defineQuery({
  name: 'tickets.cuentas.del_solicitante',
  roles: ['api_server'],
  sql: `SELECT estado, count(*) AS tickets FROM (SELECT estado FROM tickets INDEXED BY idx_tickets_solicitante
    WHERE usuario_id = :solicitante ORDER BY fecha_actualizacion DESC, id DESC LIMIT ${COUNTED + 1}) GROUP BY estado`,
  row: z.object({ estado: Estado, tickets: z.number() }),
})

/** Who asked for a ticket, for those who work on it; null for a client, who knows, and for an account that is not there. */
export async function requesterQuery(
  db: Connection,
  viewer: Viewer,
  { id: ticket, solicitanteId: solicitante }: { readonly id: number; readonly solicitanteId: number },
): Promise<Requester | null> {
  if (seesOnlyOwn(viewer)) return null
  const [account, otros, counts] = await Promise.all([
    shownAccountQuery(db, solicitante),
    db.all(OTHERS, { solicitante, ticket }),
    db.all(COUNTS, { solicitante }),
  ])
  if (!account) return null
  const of = (estado: Estado) => counts.find((count) => count.estado === estado)?.tickets ?? 0
  const cuentas = {
    abierto: of('abierto'),
    en_progreso: of('en_progreso'),
    resuelto: of('resuelto'),
    cerrado: of('cerrado'),
  }
  const counted = ESTADOS.reduce((sum, estado) => sum + cuentas[estado], 0)
  return {
    id: solicitante,
    email: account.email,
    activo: account.activo,
    otros,
    cuentas,
    mas: counted > COUNTED,
  }
}
