import type { Actor } from '@/domain/actor'
import { isStaff } from '@/domain/actor'
import { type BulkRequest, commandFor } from '@/domain/ticket/bulk'
import { stableUlid } from '@/io/stable-id'
import type { CommandBus } from './bus'
import { type CommandEnvelope, type CommandResult, OutcomeUnknown } from './types'

/** What became of one ticket's command; `desconocido`: the database did not answer, send the same again. */
export type BulkOutcome = CommandResult | { readonly estado: 'desconocido' }

export interface BulkAnswer {
  readonly ticketId: number
  /** The version that the person saw. */
  readonly vista: number
  readonly resultado: BulkOutcome
}

/**
 * Gives the change of each ticket as a command of its own, all at once, so that the bus groups them. One ticket's
 * rejection or conflict is its own: the others go in.
 * @returns in the request's order, each ticket once; null, and nothing done, for those who may not change many
 */
export async function dispatchBulk(
  bus: CommandBus,
  actor: Actor,
  request: BulkRequest,
): Promise<readonly BulkAnswer[] | null> {
  if (!isStaff(actor)) return null
  const tickets = [...new Map(request.tickets.map((ticket) => [ticket.id, ticket])).values()]
  return await Promise.all(
    tickets.map(async ({ id, version }) => {
      const envelope = {
        comandoId: bulkCommandId(request, id),
        actor,
        comando: commandFor(request.cambio, id),
        versionVista: version,
        correlacionId: request.lote,
      }
      return { ticketId: id, vista: version, resultado: await outcomeOf(bus, envelope) }
    }),
  )
}

/** The same for the same change of the same ticket in the same batch, and for no other. */
function bulkCommandId({ lote, cambio }: BulkRequest, ticketId: number): string {
  const { tipo } = cambio
  const valor = tipo === 'cerrar_ticket' ? cambio.motivo : String(cambio.a)
  return stableUlid('masiva', lote, tipo, valor, String(ticketId))
}

async function outcomeOf(bus: CommandBus, envelope: CommandEnvelope): Promise<BulkOutcome> {
  try {
    return await bus.dispatch(envelope)
  } catch (error) {
    // Whatever breaks on the way may have broken after COMMIT: the same id, sent again, tells.
    if (!(error instanceof OutcomeUnknown)) console.error(error)
    return { estado: 'desconocido' }
  }
}
