import { awaitProjection } from '@projections/engine/await'
import { readHead } from '@projections/engine/head'
import { resolveVersion, ticketAsOfQuery } from '@projections/linea_tiempo/as-of'
import { timelineQuery } from '@projections/linea_tiempo/timeline'
import { findTicketQuery } from '@projections/tickets/detail'
import { ESPERADOS, listTicketsQuery, orderFor, TicketFilter } from '@projections/tickets/list'
import { ORDENES_DE_BUSQUEDA } from '@projections/tickets/list-shapes'
import { listTicketsAsOfQuery } from '@projections/tickets_versiones/list'
import { z } from 'zod'
import { lineText } from '@/domain/text'
import { Estado, Id, Prioridad } from '@/domain/values'
import { seesOnlyOwn } from '@/domain/viewer'
import { CursorTexto, writeCursor } from '../cursor'
import { etag } from '../headers'
import { MomentoPasado } from '../moment'
import { fieldsProblem, problem } from '../problem'
import { type Call, defineRoute, NADA, SIN_CUERPO } from '../route'
import { digits, IdTexto, LineaDeTiempo, PaginaDeTickets, Ticket, toInteraccion } from '../schemas'

const limite = (most: number) =>
  digits.pipe(z.number().int().min(1).max(most)).default(50).meta({ ejemplo: '50' })

/** How long a list waits for what follows the log, in milliseconds: one's own write must be in it. */
const PATIENCE_MS = 300

export const listTickets = defineRoute({
  nombre: 'listTickets',
  grupo: 'tickets',
  metodo: 'GET',
  ruta: '/api/tickets',
  alcance: 'read',
  params: NADA,
  consulta: z.strictObject({
    estado: Estado.optional(),
    prioridad: Prioridad.optional(),
    asignado: z.union([z.literal('nadie'), IdTexto]).optional(),
    espera: z.enum(ESPERADOS).optional(),
    texto: lineText(1, 100).optional(),
    solicitante: IdTexto.optional(),
    orden: z.enum(ORDENES_DE_BUSQUEDA).default('actualizacion'),
    momento: MomentoPasado.optional(),
    cursor: CursorTexto.optional(),
    limite: limite(100),
  }),
  cuerpo: SIN_CUERPO,
  salida: { status: 200, cuerpo: PaginaDeTickets },
  async handle({ runtime, caller, t }, { consulta: { momento, cursor, limite: size, ...asked } }) {
    const db = runtime.db.as('api_server')
    const filter = TicketFilter.parse(asked)
    // A filter that is left aside in silence answers something else than what was asked.
    const unknown = momento === undefined ? [] : ofTodayAlone(filter)
    if (unknown.length > 0) return fieldsProblem(unknown, t('api.soloAhora'), t)
    const own = seesOnlyOwn(caller)
    const orden = momento === undefined ? orderFor(filter, own) : 'actualizacion'
    if (cursor !== undefined && cursor.orden !== orden)
      return fieldsProblem(['cursor'], t('comun.validacion.otro'), t)
    const place = cursor ? { clave: cursor.clave, id: cursor.id } : null
    const followed = momento !== undefined ? 'tickets_versiones' : filter.texto === null ? null : 'busqueda'
    if (followed) await awaitProjection(db, [followed], await readHead(db), PATIENCE_MS)
    const { tickets, siguiente } =
      momento === undefined
        ? await listTicketsQuery(db, caller, filter, place, size)
        : await listTicketsAsOfQuery(db, caller, filter, momento, place, size)
    const shown = tickets.map(({ clave: _, ...ticket }) => ticket)
    return {
      status: 200,
      body: { tickets: shown, siguiente: siguiente && writeCursor(orden, siguiente) },
    }
  },
})

/** What was asked for that a list of the past can't be narrowed down or sorted by. */
function ofTodayAlone({ texto, solicitante, espera, orden }: TicketFilter): string[] {
  const asked = { texto, solicitante, espera, orden: orden === 'actualizacion' ? null : orden }
  return Object.entries(asked).flatMap(([name, value]) => (value === null ? [] : [name]))
}

const Lugar = z.strictObject({ version: IdTexto.optional(), momento: MomentoPasado.optional() })

export const getTicket = defineRoute({
  nombre: 'getTicket',
  grupo: 'tickets',
  metodo: 'GET',
  ruta: '/api/tickets/{id}',
  alcance: 'read',
  params: z.strictObject({ id: IdTexto }),
  consulta: Lugar,
  cuerpo: SIN_CUERPO,
  salida: { status: 200, cuerpo: Ticket },
  async handle(call, { params: { id }, consulta }) {
    const db = call.runtime.db.as('api_server')
    const ticket = await findTicketQuery(db, call.caller, id)
    if (!ticket) return problem('NO_ENCONTRADO', call.t)
    if (consulta.version === undefined && consulta.momento === undefined)
      return { status: 200, body: ticket, headers: { ETag: etag(ticket.version) } }
    return await past(call, id, consulta)
  },
})

/** The ticket as it was; of a version that this caller may not see, the last one before it. */
async function past({ runtime, caller, t }: Call, id: number, { version, momento }: z.output<typeof Lugar>) {
  const db = runtime.db.as('api_server')
  const cuando = momento === undefined ? { version: version ?? 0 } : { momento }
  const punto = await resolveVersion(db, caller, id, cuando)
  const asOf = punto && (await ticketAsOfQuery(db, caller, id, punto.version))
  return asOf ? { status: 200, body: asOf.ticket } : problem('NO_ENCONTRADO', t)
}

export const listInteracciones = defineRoute({
  nombre: 'listInteracciones',
  grupo: 'tickets',
  metodo: 'GET',
  ruta: '/api/tickets/{id}/interacciones',
  alcance: 'read',
  params: z.strictObject({ id: IdTexto }),
  consulta: z.strictObject({
    desde: digits.pipe(z.number().int().min(0)).default(0),
    hasta: digits.pipe(Id).optional(),
    limite: limite(200),
  }),
  cuerpo: SIN_CUERPO,
  salida: { status: 200, cuerpo: LineaDeTiempo },
  async handle({ runtime, caller, t }, { params: { id }, consulta: { desde, hasta, limite: size } }) {
    const db = runtime.db.as('api_server')
    const ticket = await findTicketQuery(db, caller, id)
    if (!ticket) return problem('NO_ENCONTRADO', t)
    const range = { desde, limite: size, ...(hasta === undefined ? {} : { hasta }) }
    const { eventos, anterior } = await timelineQuery(db, caller, id, range)
    return { status: 200, body: { interacciones: eventos.map(toInteraccion), anterior } }
  },
})
