import { z } from 'zod'
import { CuentaCommand } from './cuenta/commands'
import { TicketCommand } from './ticket/commands'

export const Command = z.union([TicketCommand, CuentaCommand])
export type Command = TicketCommand | CuentaCommand
export type CommandKind = Command['tipo']

const TICKET_KINDS: ReadonlySet<string> = new Set(
  TicketCommand.options.map((option) => option.shape.tipo.value),
)

/** True for the commands whose stream is a ticket. */
export function isTicketCommand(command: Command): command is TicketCommand {
  return TICKET_KINDS.has(command.tipo)
}
