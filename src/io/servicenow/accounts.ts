import { normalizeText } from '@/domain/text'
import { LIMITES, type Rol } from '@/domain/values'
import { stableUlid } from '../stable-id'
import type { Incidente } from './fila'
import { type Cuentas, isFinal } from './historia'
import type { Recorder } from './recorder'

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
    const id = recorder.account({ email, nombre: clip(nombre), rol })
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
  if (nombre === UNKNOWN) return 'desconocido@servicenow.invalid'
  const slug = nombre
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40)
  // Where the name holds more than the slug shows, its hash keeps two of them apart.
  const faithful = /^[a-z0-9]+( +[a-z0-9]+)*$/i.test(nombre) && nombre.length <= 40
  return `${faithful ? slug : `${slug}-${stableUlid(nombre).slice(-10).toLowerCase()}`}@servicenow.invalid`
}

function clip(nombre: string): string {
  return normalizeText(nombre)
    .slice(0, LIMITES.nombre)
    .replace(/\p{Cs}$/u, '')
}
