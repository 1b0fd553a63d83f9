import type { Rol } from '@/domain/values'
import { accountName, mailName } from '../account-names'
import type { Recorder } from '../recorder'
import type { Entrada } from './entry'
import type { Cuentas } from './historia'
import type { Mapping } from './mapping'

const UNKNOWN = 'XES (desconocido)'

/** Finds or makes the accounts that events speak of, each once. */
export interface Accounts {
  /** @param first true for a case's first event: only then who asked for it matters */
  of(entrada: Entrada, first: boolean): Promise<Cuentas>
}

/**
 * Resources become operators and requesters clients, of this log alone: "Value 1" of another is somebody else, and
 * so is a requester of a resource's name. Nobody can log in until given a password.
 */
export function createAccounts(recorder: Recorder, { fuente, recurso, solicitante }: Mapping): Accounts {
  const ids = new Map<string, Promise<number>>()

  function find(nombre: string | null, rol: Rol, papel: string, prefijo: string): Promise<number> {
    const name = nombre === null ? 'desconocido' : `${papel}-${mailName(nombre)}`
    const email = `${fuente}-${name}@xes.invalid`
    const known = ids.get(email)
    if (known) return known
    const shown = nombre === null ? UNKNOWN : accountName(`${prefijo}${nombre}`) || UNKNOWN
    const id = recorder.account({ email, nombre: shown, rol })
    ids.set(email, id)
    return id
  }

  return {
    async of(entrada, first) {
      const [autor, asker] = await Promise.all([
        entrada.recurso === null ? null : find(entrada.recurso, 'operador', 'recurso', recurso.prefijo),
        first ? find(entrada.solicitante, 'cliente', 'cliente', solicitante?.prefijo ?? '') : 0,
      ])
      return { autor, solicitante: asker }
    },
  }
}
