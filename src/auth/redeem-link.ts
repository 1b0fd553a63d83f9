import type { CommandEnvelope, CommandResult } from '@/commands/types'
import type { Connection } from '@/db/client'
import { type AccessLink, findLink } from './access-links'

/** What redeeming needs: a connection under `auth`, and the way into the log. */
export interface RedeemParts {
  readonly auth: Connection
  readonly dispatch: (envelope: CommandEnvelope) => Promise<CommandResult>
}

/**
 * Sets the password of a link's account, in its own name and once. The link holds the id of the command that its use
 * is: of two uses at the same moment, in whatever processes, the log takes one in and knows the other for a repetition.
 * @param passwordHash as `hashPassword` gives it
 * @param now milliseconds of the Unix epoch
 * @returns whose it was; null where the link is not good, or somebody else was first
 * @throws OutcomeUnknown, or that the service is busy: the same link may be tried again
 */
export async function redeemLink(
  { auth, dispatch }: RedeemParts,
  token: string,
  passwordHash: string,
  now: number,
): Promise<AccessLink | null> {
  const link = await findLink(auth, token, now)
  if (link === null) return null
  const { cuentaId, rol, comandoId, correlacionId } = link
  const result = await dispatch({
    comandoId,
    correlacionId,
    actor: { tipo: 'persona', id: cuentaId, rol },
    comando: { tipo: 'cambiar_contrasena', cuentaId },
    passwordHash,
  })
  if (result.estado === 'aceptado') return result.repetido ? null : link
  if (result.estado === 'rechazado' && result.rechazo.codigo === 'OCUPADO') throw new ServiceBusy()
  return null
}

/** The queue is full, and nothing was done. */
class ServiceBusy extends Error {
  override readonly name = 'ServiceBusy'
}
