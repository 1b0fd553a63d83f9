import { createWriteStream } from 'node:fs'
import { rename, unlink } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Command, Option } from 'commander'
import { type ExportFormat, type ExportPart, exportAudit } from '@/io/auditoria/export'
import { addFilters, auditHead, type FilterOptions, filterFrom, noteConsultation } from './audit-options'
import { CliError } from './failures'
import { type OutputOptions, printResult } from './output'
import { createProgressBar } from './progress'
import { VIEWER, withRuntime } from './work'

interface ExportOptions extends OutputOptions, FilterOptions {
  readonly format: ExportFormat
  readonly salida: string
  readonly bom?: boolean
}

/** Adds `audit export`: what the page's export takes away, into a file. */
export function addAuditExport(audit: Command): void {
  addFilters(
    audit.command('export').description('exporta lo que cumple los filtros; la exportación queda registrada'),
  )
    .addOption(new Option('--format <formato>', 'en qué formato').choices(['csv', 'jsonl']).default('jsonl'))
    .requiredOption('--salida <fichero>', 'dónde escribirlo')
    .option('--bom', 'con la marca UTF-8 que Excel espera en un CSV')
    .action(runExport)
}

async function runExport(options: ExportOptions): Promise<void> {
  const { format: formato, salida, bom = false } = options
  await withRuntime(async (runtime) => {
    const db = runtime.db.as('api_server')
    const filter = await filterFrom(db, options)
    const hasta = await auditHead(db, filter)
    if (hasta === 0) throw new CliError('El índice de auditoría está vacío: no hay nada que exportar.')
    await noteConsultation(runtime, filter, { formato, hasta })
    const counted = { eventos: 0 }
    const parts = withBar(exportAudit(db, VIEWER, { filter, formato, hasta, bom }), hasta, counted)
    await writeWhole(salida, parts)
    const { eventos } = counted
    printResult(
      options,
      { salida, formato, hasta, eventos },
      `${eventos} eventos en ${salida}, hasta la posición ${hasta}.`,
    )
  })
}

async function* withBar(
  parts: AsyncIterable<ExportPart>,
  hasta: number,
  counted: { eventos: number },
): AsyncGenerator<string> {
  const bar = createProgressBar('posiciones')
  try {
    for await (const { texto, eventos, posicion } of parts) {
      counted.eventos += eventos
      bar.update('Exportando', posicion, hasta)
      yield texto
    }
  } finally {
    bar.stop()
  }
}

/** The file gets its name when it is whole: half an export must not pass for one. */
async function writeWhole(path: string, parts: AsyncIterable<string>): Promise<void> {
  const half = `${path}.parcial`
  try {
    await pipeline(Readable.from(parts), createWriteStream(half))
    await rename(half, path)
  } catch (error) {
    await unlink(half).catch(() => undefined)
    throw error
  }
}
