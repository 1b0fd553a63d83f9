import type { Rol } from '@/domain/values'
import { accountName, mailName } from '../account-names'
import type { Recorder } from '../recorder'
import type { Incidente } from './fila'
import { type Cuentas, isFinal } from './historia'

const UNKNOWN = 'ServiceNow (desconocido)'

/** Finds or makes the accounts that rows speak of, each once. */
export interface Accounts {
  of(row: Incidente): Promise<Cuentas>
}

/**
 * Callers become clients; those who are assigned or resolve, operators. "Resolver 89" and "Resolved by 89" are
 * accounts apart: the source numbers its pseudonyms column by column, and who hides behind both it doesn't say
 * (what Resolver 201 had is mostly resolved by "Resolved by 183"). Nobody can log in until given a password.
 */
export function createAccounts(recorder: Recorder): Accounts {
  const ids = new Map<string, Promise<number>>()

  function find(nombre: string, rol: Rol): Promise<number> {
    const email = emailOf(nombre)
    const known = ids.get(email)
    if (known) return known
    const id = recorder.account({ email, nombre: accountName(nombre), rol })
    ids.set(email, id)
    return id
  }

  return {
    async of({ solicitante, agente, resolutor, estado }) {
      const [caller, agent, resolver] = await Promise.all([
        find(solicitante ?? UNKNOWN, 'cliente'),
        agente === null ? null : find(agente, 'operador'),
        resolutor === null || !isFinal(estado) ? null : find(resolutor, 'operador'),
      ])
      return { solicitante: caller, agente: agent, resolutor: resolver }
    },
  }
}

/** `Caller 2403` → `caller-2403@servicenow.invalid`: a domain that no mail can ever reach. */
function emailOf(nombre: string): string {
  return `${nombre === UNKNOWN ? 'desconocido' : mailName(nombre)}@servicenow.invalid`
}
