import { type Command, Option } from 'commander'
import { FORMATOS_EXPORTACION, type FormatoExportacion } from '@/domain/cuenta/consulta'
import { exportAudit } from '@/io/auditoria/export'
import type { ExportPart } from '@/io/auditoria/part'
import { addFilters, auditHead, type FilterOptions, filterFrom, noteConsultation } from './audit-options'
import { CliError } from './failures'
import { type OutputOptions, printResult } from './output'
import { createProgressBar } from './progress'
import { addRemoteOptions, type Remote, type RemoteOptions, remoteOf } from './remote'
import { exportRemote } from './remote-audit'
import { VIEWER, withRuntime } from './work'
import { writeText } from './write-text'

export interface AuditExportOptions extends OutputOptions, FilterOptions, RemoteOptions {
  readonly format: FormatoExportacion
  /** Standard output where it is left out. */
  readonly salida?: string
  readonly bom?: boolean
}

/** In which format, as an option. */
export const formatOption = () =>
  new Option('--format <formato>', 'en qué formato').choices(FORMATOS_EXPORTACION)

/** Adds `audit export`: what the page's export takes away, into a file. */
export function addAuditExport(audit: Command): void {
  const command = audit
    .command('export')
    .description('exporta lo que cumple los filtros; la exportación queda registrada')
  addRemoteOptions(addFilters(command))
    .addOption(formatOption().default('jsonl'))
    .requiredOption('--salida <fichero>', 'dónde escribirlo')
    .option('--bom', 'con la marca UTF-8 que Excel espera en un CSV')
    .action(runAuditExport)
}

/** Takes away what the filters find, and notes it. */
export async function runAuditExport(options: AuditExportOptions): Promise<void> {
  const { format: formato, salida, bom = false } = options
  const remote = remoteOf(options)
  if (remote) return await saveRemote(remote, options)
  await withRuntime(async (runtime) => {
    const db = runtime.db.as('api_server')
    const filter = await filterFrom(db, options)
    const hasta = await auditHead(db, filter)
    if (hasta === 0) throw new CliError('El índice de auditoría está vacío: no hay nada que exportar.')
    await noteConsultation(runtime, filter, { formato, hasta })
    const counted = { eventos: 0 }
    const parts = withBar(exportAudit(db, VIEWER, { filter, formato, hasta, bom }), counted)
    await writeText(parts, salida)
    if (salida === undefined) return
    const { eventos } = counted
    printResult(
      options,
      { salida, formato, hasta, eventos },
      `${eventos} eventos en ${salida}, hasta la posición ${hasta}.`,
    )
  })
}

async function saveRemote(remote: Remote, options: AuditExportOptions): Promise<void> {
  const { salida, format: formato } = options
  const { texto, hasta } = await exportRemote(remote, options)
  await writeText(texto, salida)
  if (salida === undefined) return
  printResult(options, { salida, formato, hasta }, `Escrito en ${salida}, hasta la posición ${hasta}.`)
}

async function* withBar(
  parts: AsyncIterable<ExportPart>,
  counted: { eventos: number },
): AsyncGenerator<string> {
  const bar = createProgressBar('eventos')
  try {
    for await (const { texto, eventos, hecho, total } of parts) {
      counted.eventos += eventos
      bar.update('Exportando', hecho, total)
      yield texto
    }
  } finally {
    bar.stop()
  }
}
