import { findCuentaByEmailQuery } from '@projections/usuarios/list'
import type { z } from 'zod'
import type { CommandBus } from '@/commands/bus'
import type { CommandEnvelope, CommandResult } from '@/commands/types'
import { type Connection, pause } from '@/db/client'
import type { Actor } from '@/domain/actor'
import type { CrearCuenta } from '@/domain/cuenta/commands'
import { CUENTA_SISTEMA } from '@/domain/values'
import { stableUlid } from '../stable-id'

export type NewAccount = Omit<z.infer<typeof CrearCuenta>, 'tipo'>

/** Where an import goes to: the bus, or nowhere. */
export interface Recorder {
  dispatch(envelope: Omit<CommandEnvelope, 'actor'>): Promise<CommandResult>
  /** The id of the account with this mail address, which is made where there is none. */
  account(account: NewAccount): Promise<number>
}

const IMPORTER: Actor = { tipo: 'servicio', id: CUENTA_SISTEMA, servicio: 'admin' }

/** Records through the bus. @throws OutcomeUnknown when the database does not answer */
export function createRecorder(bus: CommandBus, db: Connection): Recorder {
  const dispatch: Recorder['dispatch'] = async (envelope) => {
    for (let attempt = 1; ; attempt++) {
      const result = await bus.dispatch({ ...envelope, actor: IMPORTER })
      // Others may be giving commands: there is room again soon.
      if (result.estado !== 'rechazado' || result.rechazo.codigo !== 'OCUPADO') return result
      await pause(attempt)
    }
  }
  return {
    dispatch,
    async account(account) {
      const comandoId = stableUlid('servicenow', 'cuenta', account.email)
      const result = await dispatch({ comandoId, comando: { tipo: 'crear_cuenta', ...account } })
      if (result.estado === 'aceptado') return result.sujeto.id
      // Somebody made it by hand, or an earlier import gave it another name or role: it is the one that is meant.
      const existing = await findCuentaByEmailQuery(db, account.email)
      if (existing) return existing.id
      throw new Error(`no account for ${account.email}: ${JSON.stringify(result)}`)
    },
  }
}

/** Answers as if all went in, and writes nothing: for a dry run. */
export function createDryRecorder(): Recorder {
  let tickets = 0
  return {
    dispatch: ({ comandoId, comando }) => {
      const known = 'ticketId' in comando ? comando.ticketId : null
      const sujeto = { tipo: 'ticket' as const, id: known ?? -++tickets }
      return Promise.resolve({
        estado: 'aceptado',
        comandoId,
        sujeto,
        version: 0,
        posicion: 0,
        repetido: false,
      })
    },
    account: () => Promise.resolve(CUENTA_SISTEMA),
  }
}
