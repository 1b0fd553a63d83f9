import { NewerRows } from '@projections/engine/checkpoints'
import { OutcomeUnknown } from '@/commands/types'
import { ConfigError } from '@/config'
import { DatabaseBusy } from '@/db/errors'
import { MigrationMismatch } from '@/db/migrate'

/** Refused or failed, told in one line: exit code 1. */
export class CliError extends Error {
  override readonly name = 'CliError'
}

/** Wrong usage, told in one line: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Ctrl-C at a prompt: exit code 130, as shells have it. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

/** The line and the exit code that an error comes to. */
export function explainFailure(error: unknown): { readonly line: string; readonly code: number } {
  if (error instanceof UsageError) return { line: error.message, code: 2 }
  if (error instanceof Interrupted) return { line: 'Interrumpido.', code: 130 }
  return { line: explain(error), code: 1 }
}

function explain(error: unknown): string {
  if (error instanceof CliError || error instanceof ConfigError) return error.message
  if (error instanceof MigrationMismatch)
    return `Las migraciones aplicadas no son las de esta versión: ${error.message}`
  if (error instanceof OutcomeUnknown)
    return 'La base de datos no responde. Lo que ya se guardó no se duplicará: repita la orden.'
  if (error instanceof DatabaseBusy) return 'Otro proceso tiene bloqueada la base de datos. Repita la orden.'
  if (error instanceof NewerRows) return `No se reconstruye: ${error.message}.`
  const message = error instanceof Error ? error.message : String(error)
  return `Error inesperado: ${message.replace(/\n.*/s, '')}`
}
