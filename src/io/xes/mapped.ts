import type { Connection } from '@/db/client'
import { createHistories } from '../histories'
import { createHistoryRecorder, type Storyteller } from '../history-recorder'
import type { Recorder } from '../recorder'
import { createAccounts } from './accounts'
import { countLong } from './attributes'
import { loadCase } from './cases'
import { createEntryReader, type Entrada } from './entry'
import { beginHistoria, continueHistoria, type Situacion, tellLate } from './historia'
import type { Intake } from './intake'
import type { Registro } from './items'
import type { Mapping } from './mapping'

/**
 * Takes in another system's log by a mapping.
 * @param held how many cases are remembered at once
 * @throws ClassifierMissing
 */
export function createMappedIntake(
  mapping: Mapping,
  registro: Registro,
  recorder: Recorder,
  db: Connection,
  held: number,
): Intake {
  const read = createEntryReader(mapping, registro)
  const cases = createHistories((caso) => loadCase(db, caso), held)
  const record = createHistoryRecorder(recorder, cases, createTeller(mapping, recorder))
  return (suceso) => {
    const parsed = read(suceso)
    if (!parsed.ok) return parsed
    const { entrada } = parsed
    return {
      ok: true,
      caso: entrada.caso,
      sinCorrespondencia: entrada.acciones === null ? entrada.actividad : null,
      recortados: countLong(suceso.atributos) + (suceso.indice === 0 ? countLong(suceso.traza.atributos) : 0),
      record: () => record(entrada),
    }
  }
}

function createTeller(mapping: Mapping, recorder: Recorder): Storyteller<Entrada, Situacion> {
  const accounts = createAccounts(recorder, mapping)
  return {
    creationId: (caso) => caso,
    async tell(entrada, { estado }, tardia) {
      const cuentas = await accounts.of(entrada, estado === null)
      if (estado === null) return beginHistoria(entrada, mapping, cuentas)
      return tardia
        ? tellLate(entrada, mapping, cuentas, estado)
        : continueHistoria(entrada, mapping, cuentas, estado)
    },
  }
}
