import { readHead } from '@projections/engine/head'
import type { Command } from 'commander'
import { positionAt, ReplayBroken, type ReplayProgress, replayInto, TargetExists } from '@/backup/replay'
import { CliError } from './failures'
import { type Point, parsePoint } from './moments'
import { type OutputOptions, printResult } from './output'
import { createProgressBar } from './progress'
import { withRuntime } from './work'

/** Adds `replay`. */
export function addReplayCommand(program: Command): void {
  program
    .command('replay')
    .description('el servicio entero tal como era en un momento, en un fichero nuevo')
    .requiredOption('--to <momento>', 'posición del registro, o instante en que se registró', parsePoint)
    .requiredOption('--into <fichero>', 'base de datos que se crea')
    .action(runReplay)
}

const LABELS: Readonly<Record<ReplayProgress['fase'], string>> = {
  copiar: 'Copiando el registro',
  reconstruir: 'Reconstruyendo',
  seguir: 'Índices y resúmenes',
  comprobar: 'Comprobando',
}

async function runReplay(
  options: OutputOptions & { readonly to: Point; readonly into: string },
): Promise<void> {
  const { to, into } = options
  const bar = createProgressBar('eventos')
  try {
    const result = await withRuntime(async ({ db }) => {
      const admin = db.as('admin')
      const head = await readHead(admin)
      const hasta = 'numero' in to ? to.numero : await positionAt(admin, to.instante)
      if (hasta > head) throw new CliError(`--to: el registro termina en la posición ${head}.`)
      const onProgress = ({ fase, hechos, total }: ReplayProgress) => bar.update(LABELS[fase], hechos, total)
      const { eventos } = await replayInto({ db: admin, hasta, into, now: Date.now, onProgress })
      return { posicion: hasta, eventos, fichero: into }
    })
    const text = `${result.fichero}: ${result.eventos} eventos, hasta la posición ${result.posicion}. Sus cuentas no tienen contraseña.`
    printResult(options, result, text)
  } catch (error) {
    throw explain(error)
  } finally {
    bar.stop()
  }
}

function explain(error: unknown): unknown {
  if (error instanceof TargetExists) return new CliError(`--into: ya existe ${error.message}.`)
  if (error instanceof ReplayBroken)
    return new CliError(
      `La copia no es correcta y no se ha dado por buena: ${error.problems.slice(0, 3).join('; ')}`,
    )
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'ENOENT' || code === 'EACCES' || code === 'ENOTDIR')
    return new CliError('--into: no se puede escribir ahí.')
  return error
}
