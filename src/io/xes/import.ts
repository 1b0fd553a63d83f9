import { stat } from 'node:fs/promises'
import type { CommandBus } from '@/commands/bus'
import type { Connection } from '@/db/client'
import type { Rejection } from '@/domain/rejections'
import type { EntryOutcome } from '../history-recorder'
import { createLanes } from '../lanes'
import { createDryRecorder, createRecorder } from '../recorder'
import { textOf } from './attributes'
import { DEFAULT_MAPPING } from './default-mapping'
import type { EntryProblem } from './entry'
import { XesFailure } from './failure'
import type { Intake, Taken } from './intake'
import type { ItemProblem, Registro, Suceso } from './items'
import { createMappedIntake } from './mapped'
import type { Mapping } from './mapping'
import type { OwnProblem } from './own/event'
import { CLAVES, FORMATO } from './own/format'
import { createOwnIntake } from './own/intake'
import { readXes } from './reader'

/** Why something of the file was not imported. */
export type XesProblem =
  | ItemProblem
  | EntryProblem
  | OwnProblem
  /** The whole trace: none of its events was imported. */
  | { readonly tipo: 'traza'; readonly problema: EntryProblem }
  | { readonly tipo: 'rechazo'; readonly rechazo: Rejection }
  /** The file can't be read on from here. */
  | { readonly tipo: 'fichero'; readonly fallo: XesFailure }

export interface XesReport {
  /** Events of the file. */
  leidas: number
  tickets: number
  eventos: number
  /** Events of the file that were in the log already. */
  omitidas: number
  fallidas: number
  /** Activities that the mapping doesn't know, with how many events they were recorded for as comments. */
  readonly sinCorrespondencia: Readonly<Record<string, number>>
  /** Values that were too long to be kept whole. */
  recortados: number
  /** True where the file could not be read to its end. */
  incompleto: boolean
}

export interface XesImportOptions {
  readonly bus: CommandBus
  /** A connection under `admin`. */
  readonly db: Connection
  /** Count what would be imported, and write nothing. */
  readonly dryRun: boolean
  /** How the log is told; null for the built-in one, unless the log is an export of ours. */
  readonly mapping: Mapping | null
  readonly onProblem: (linea: number, problem: XesProblem) => void
  readonly onProgress: (progress: { bytes: number; total: number; leidas: number }) => void
}

// Events of one case go one after another; enough of them are under way for the bus to fill its groups.
const UNDER_WAY = 1024
const HELD = 2 * UNDER_WAY
// Names beyond these are counted together: a file decides how many there are.
const MAX_NAMES = 1000

/**
 * Imports a log of XES, streamed: what is in the log already is left alone, what can't be read reported.
 * @throws XesFailure when the file is no XES at all, ClassifierMissing, OutcomeUnknown, what the file system says: what
 * went in stays, and the same file again goes on from there
 */
export async function importXes(path: string, options: XesImportOptions): Promise<XesReport> {
  const { onProgress } = options
  const { size: total } = await stat(path)
  const run = createRun(options)
  let bytes = 0
  try {
    for await (const item of readXes(path, (read) => {
      bytes = read
    })) {
      if (item.tipo === 'registro') run.begin(item.registro)
      else if (item.tipo === 'problema') run.fail(item.linea, item.problema)
      else await run.take(item.suceso)
      onProgress({ bytes, total, leidas: run.report.leidas })
    }
  } catch (error) {
    if (!(error instanceof XesFailure) || !run.begun()) throw error
    run.report.incompleto = true
    run.fail(error.linea ?? 0, { tipo: 'fichero', fallo: error })
  } finally {
    await run.drain()
  }
  return { ...run.report, sinCorrespondencia: Object.fromEntries(run.unknown) }
}

type Counts = Omit<XesReport, 'sinCorrespondencia'>

function createRun(options: XesImportOptions) {
  const report: Counts = {
    leidas: 0,
    tickets: 0,
    eventos: 0,
    omitidas: 0,
    fallidas: 0,
    recortados: 0,
    incompleto: false,
  }
  const unknown = new Map<string, number>()
  const lanes = createLanes(UNDER_WAY)
  let intake: Intake | null = null

  function fail(linea: number, problem: XesProblem): void {
    report.fallidas++
    options.onProblem(linea, problem)
  }

  async function take(suceso: Suceso): Promise<void> {
    report.leidas++
    const { linea, indice, traza } = suceso
    if (traza.problema && indice === 0) fail(traza.linea, { tipo: 'traza', problema: traza.problema })
    else if (traza.problema) report.fallidas++
    else {
      const taken = intake?.(suceso)
      if (taken?.ok === false) fail(linea, taken.problema)
      else if (taken)
        await lanes.add(taken.caso, async () => {
          const outcome = await taken.record()
          if (outcome.tipo === 'rechazo') fail(linea, outcome)
          else if (outcome.tipo === 'omitida') report.omitidas++
          else {
            count(report, taken, outcome)
            countUnknown(unknown, taken.sinCorrespondencia)
          }
        })
    }
  }

  return {
    report,
    unknown,
    fail,
    take,
    begun: () => intake !== null,
    begin(registro: Registro) {
      intake = createIntake(registro, options)
    },
    drain: () => lanes.drain(),
  }
}

function createIntake(registro: Registro, { bus, db, dryRun, mapping }: XesImportOptions): Intake {
  // What a dry run passes over is in no log to be read again: it holds all.
  const held = dryRun ? Number.POSITIVE_INFINITY : HELD
  const own = mapping === null && textOf(registro.atributos, CLAVES.formato) === String(FORMATO)
  const recorder = dryRun ? createDryRecorder(db) : createRecorder(bus, db, own ? 'bitacora' : 'xes')
  if (own) return createOwnIntake(recorder, db, held)
  return createMappedIntake(mapping ?? DEFAULT_MAPPING, registro, recorder, db, held)
}

function count(
  report: Counts,
  taken: Extract<Taken, { ok: true }>,
  outcome: Extract<EntryOutcome, { tipo: 'registrada' }>,
): void {
  report.eventos += outcome.eventos
  report.tickets += outcome.nuevo ? 1 : 0
  report.recortados += taken.recortados
}

function countUnknown(unknown: Map<string, number>, actividad: string | null): void {
  if (actividad === null) return
  const name = unknown.size >= MAX_NAMES && !unknown.has(actividad) ? '…' : actividad
  unknown.set(name, (unknown.get(name) ?? 0) + 1)
}
