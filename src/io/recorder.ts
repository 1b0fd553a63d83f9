import { findCuentaByEmailQuery } from '@projections/usuarios/list'
import type { z } from 'zod'
import type { CommandBus } from '@/commands/bus'
import type { CommandEnvelope, CommandResult } from '@/commands/types'
import { type Connection, pause } from '@/db/client'
import type { Actor } from '@/domain/actor'
import type { Command } from '@/domain/commands'
import type { CrearCuenta } from '@/domain/cuenta/commands'
import { CUENTA_SISTEMA } from '@/domain/values'
import { stableUlid } from './stable-id'

export interface NewAccount extends Omit<z.infer<typeof CrearCuenta>, 'tipo'> {
  /** False for an account that is made and then deactivated. */
  readonly activo?: boolean
}

/** Where an import goes to: the bus, or nowhere. */
export interface Recorder {
  dispatch(envelope: Omit<CommandEnvelope, 'actor'>): Promise<CommandResult>
  /** The id of the account with this mail address, which is made where there is none. */
  account(account: NewAccount): Promise<number>
}

const IMPORTER: Actor = { tipo: 'servicio', id: CUENTA_SISTEMA, servicio: 'admin' }

/**
 * Records through the bus.
 * @param fuente what kind of source it is: the accounts' commands are made of it
 * @throws OutcomeUnknown when the database does not answer
 */
export function createRecorder(bus: CommandBus, db: Connection, fuente: string): Recorder {
  const dispatch: Recorder['dispatch'] = async (envelope) => {
    for (let attempt = 1; ; attempt++) {
      const result = await bus.dispatch({ ...envelope, actor: IMPORTER })
      // Others may be giving commands: there is room again soon.
      if (result.estado !== 'rechazado' || result.rechazo.codigo !== 'OCUPADO') return result
      await pause(attempt)
    }
  }
  const command = (paso: string, email: string, comando: Command) =>
    dispatch({ comandoId: stableUlid(fuente, paso, email), comando })

  async function deactivate(cuentaId: number, { email, rol }: NewAccount): Promise<void> {
    await command('desactivacion', email, { tipo: 'desactivar_cuenta', cuentaId })
    if (rol === 'admin') await command('rol', email, { tipo: 'cambiar_rol', cuentaId, a: rol })
  }

  return {
    dispatch,
    async account(account) {
      const { email, nombre, activo = true } = account
      // The last admin can't be deactivated: one that is to be inactive becomes an admin afterwards.
      const rol = !activo && account.rol === 'admin' ? 'auditor' : account.rol
      const result = await command('cuenta', email, { tipo: 'crear_cuenta', email, nombre, rol })
      if (result.estado === 'aceptado') {
        // Again where it was made before: an import may have been killed between the two.
        if (!activo) await deactivate(result.sujeto.id, account)
        return result.sujeto.id
      }
      // Somebody made it by hand, or an earlier import gave it another name or role: it is the one that is meant.
      const existing = await findCuentaByEmailQuery(db, email)
      if (existing) return existing.id
      throw new Error(`no account for ${email}: ${JSON.stringify(result)}`)
    },
  }
}

/** Answers as if all went in, and writes nothing: for a dry run. Ids that are not in the database are negative. */
export function createDryRecorder(db: Connection): Recorder {
  let made = 0
  return {
    dispatch: ({ comandoId, comando }) => {
      const known = 'ticketId' in comando ? comando.ticketId : null
      const sujeto = { tipo: 'ticket' as const, id: known ?? -++made }
      return Promise.resolve({
        estado: 'aceptado',
        comandoId,
        sujeto,
        version: 0,
        posicion: 0,
        repetido: false,
      })
    },
    account: async ({ email }) => (await findCuentaByEmailQuery(db, email))?.id ?? -++made,
  }
}
