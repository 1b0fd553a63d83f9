import { stat } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import type { CommandBus } from '@/commands/bus'
import type { Connection } from '@/db/client'
import type { Rejection } from '@/domain/rejections'
import { createHistories } from '../histories'
import { createHistoryRecorder, type EntryOutcome } from '../history-recorder'
import { createLanes } from '../lanes'
import { type Line, type LineProblem, readLines } from '../lines'
import { createDryRecorder, createRecorder } from '../recorder'
import { createAccounts } from './accounts'
import { type Fila, type Incidente, REQUIRED_COLUMNS, readIncidente, toFila } from './fila'
import { loadIncident } from './incidents'
import { createRowTeller, toRow } from './rows'

/** Why a row was not imported. */
export type RowProblem =
  | { readonly tipo: LineProblem }
  | { readonly tipo: 'comillas' }
  | { readonly tipo: 'columnas'; readonly esperadas: number; readonly halladas: number }
  | { readonly tipo: 'valor'; readonly columna: string; readonly valor: string | null }
  | { readonly tipo: 'rechazo'; readonly rechazo: Rejection }

export interface ImportReport {
  leidas: number
  tickets: number
  eventos: number
  /** Rows that were in the log already. */
  omitidas: number
  fallidas: number
}

/** The file as a whole is not what was said: nothing was imported. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile'
  constructor(readonly faltan: readonly string[]) {
    super('not an incident log')
  }
}

export interface ImportOptions {
  readonly bus: CommandBus
  /** A connection under `admin`. */
  readonly db: Connection
  /** Count what would be imported, and write nothing. */
  readonly dryRun: boolean
  readonly onProblem: (linea: number, problem: RowProblem) => void
  readonly onProgress: (progress: { bytes: number; total: number; leidas: number }) => void
}

// Rows of one incident go one after another; enough of them are under way for the bus to fill its groups.
const ROWS_UNDER_WAY = 1024
const INCIDENTS_HELD = 2 * ROWS_UNDER_WAY

/**
 * Imports a log of incidents, streamed: what is in the log already is left alone, and a bad row reported.
 * @throws UnreadableFile, OutcomeUnknown, what the file system says: what went in stays, and the same file again goes on
 * from there
 */
export async function importServiceNow(path: string, options: ImportOptions): Promise<ImportReport> {
  const { bus, db, dryRun, onProblem, onProgress } = options
  const report: ImportReport = { leidas: 0, tickets: 0, eventos: 0, omitidas: 0, fallidas: 0 }
  const recorder = dryRun ? createDryRecorder(db) : createRecorder(bus, db, 'servicenow')
  // What a dry run passes over is in no log to be read again: it holds all.
  const held = dryRun ? Number.POSITIVE_INFINITY : INCIDENTS_HELD
  const incidents = createHistories((numero) => loadIncident(db, numero), held)
  const record = createHistoryRecorder(recorder, incidents, createRowTeller(createAccounts(recorder)))
  const lanes = createLanes(ROWS_UNDER_WAY)
  const { size: total } = await stat(path)

  function fail(linea: number, problem: RowProblem): void {
    report.fallidas++
    onProblem(linea, problem)
  }

  try {
    for await (const { linea, bytes, row } of readRows(path)) {
      report.leidas++
      onProgress({ bytes, total, leidas: report.leidas })
      if ('tipo' in row) fail(linea, row)
      else
        await lanes.add(row.numero, async () => {
          const outcome = await record(toRow(row, linea))
          if (outcome.tipo === 'rechazo') fail(linea, outcome)
          else count(report, outcome)
        })
    }
  } finally {
    // Whatever ends the reading: what is under way comes to its end before the database is closed.
    await lanes.drain()
  }
  return report
}

function count(report: ImportReport, outcome: Exclude<EntryOutcome, { tipo: 'rechazo' }>): void {
  if (outcome.tipo === 'omitida') report.omitidas++
  else {
    report.eventos += outcome.eventos
    report.tickets += outcome.nuevo ? 1 : 0
  }
}

interface Row {
  readonly linea: number
  readonly bytes: number
  readonly row: Incidente | RowProblem
}

async function* readRows(path: string): AsyncGenerator<Row> {
  let columnas: readonly string[] | null = null
  for await (const line of readLines(path)) {
    if (columnas === null) columnas = readHeader(line)
    else if (line.texto?.trim() !== '')
      yield { linea: line.numero, bytes: line.bytes, row: readRow(line, columnas) }
  }
  if (columnas === null) throw new UnreadableFile(REQUIRED_COLUMNS)
}

function readHeader({ texto }: Line): readonly string[] {
  const columnas = (texto === null ? null : splitCells(texto)) ?? []
  const faltan = REQUIRED_COLUMNS.filter((columna) => !columnas.includes(columna))
  // Names become keys of what the log keeps: plain ones, each once.
  const plain = columnas.every((columna) => /^[a-z]\w{0,59}$/i.test(columna) && !(columna in {}))
  if (faltan.length > 0 || !plain || new Set(columnas).size < columnas.length)
    throw new UnreadableFile(faltan)
  return columnas
}

function readRow({ texto, problema }: Line, columnas: readonly string[]): Incidente | RowProblem {
  if (texto === null) return { tipo: problema ?? 'linea_larga' }
  const celdas = splitCells(texto)
  if (celdas === null) return { tipo: 'comillas' }
  if (celdas.length !== columnas.length)
    return { tipo: 'columnas', esperadas: columnas.length, halladas: celdas.length }
  const fila: Fila = toFila(columnas, celdas)
  const parsed = readIncidente(fila)
  return parsed.ok ? parsed.incidente : { tipo: 'valor', columna: parsed.columna, valor: parsed.valor }
}

/**
 * The cells of one line; null where its quotes don't match. Line by line, because a quote left open would make
 * a parser of the whole file swallow every row that follows; this format's cells hold no newlines.
 */
function splitCells(texto: string): string[] | null {
  if (!texto.includes('"')) return texto.split(',')
  try {
    const [celdas] = parse(texto, { relax_column_count: true, record_delimiter: '\n' })
    return celdas ?? null
  } catch {
    return null
  }
}
