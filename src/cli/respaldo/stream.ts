import type { Command } from 'commander'
import { type StreamOptions, startStream, streamOnce } from '@/backup/stream'
import { ScratchInUse } from '@/db/scratch'
import type { Runtime } from '@/runtime'
import { listenForEnd } from '../end'
import { CliError, explainFailure } from '../failures'
import { type OutputOptions, printResult } from '../output'
import { withRuntime } from '../work'
import { backupFailure, keyOf } from './support'

interface StreamCommand extends OutputOptions {
  readonly dir?: string
  readonly once?: boolean
}

/** Adds `backup stream`. */
export function addStreamCommand(backup: Command): void {
  backup
    .command('stream')
    .description('lleva el registro a una segunda carpeta según crece, hasta Ctrl-C')
    .option('--dir <carpeta>', 'otra carpeta que BACKUP_STREAM_DIR')
    .option('--once', 'lleva lo que haya, y termina')
    .action(runStream)
}

async function optionsOf({ config, db }: Runtime, dir: string | undefined): Promise<StreamOptions> {
  const carpeta = dir ?? config.respaldo.flujo
  if (carpeta === null) throw new CliError('BACKUP_STREAM_DIR: no está puesta; diga la carpeta con --dir.')
  const { database, respaldo } = config
  return {
    ...{ db: db.as('admin'), database, carpeta, now: Date.now, clave: await keyOf(config) },
    cada: respaldo.segundosFlujo * 1000,
    retencion: respaldo.retencion,
  }
}

async function runStream(options: StreamCommand): Promise<void> {
  try {
    await withRuntime(async (runtime) => {
      const stream = await optionsOf(runtime, options.dir)
      if (options.once) {
        const { manifest } = await streamOnce(stream)
        printResult(options, manifest, `Llega hasta la posición ${manifest.hasta.posicion}.`)
        return
      }
      await untilEnd(stream, options)
    })
  } catch (error) {
    throw streamFailure(error)
  }
}

async function untilEnd(stream: StreamOptions, options: OutputOptions): Promise<void> {
  const end = listenForEnd()
  const running = startStream({
    ...stream,
    onPiece({ manifest: { id, hasta } }) {
      process.stdout.write(options.json ? `${JSON.stringify({ id, hasta })}\n` : `${id}\n`)
    },
    onError: (what, error) => process.stderr.write(`${what}: ${explainFailure(streamFailure(error)).line}\n`),
  })
  await end.wait()
  await running.stop()
  end.close()
}

/** What went wrong with a stream, in a line for people. */
export function streamFailure(error: unknown): unknown {
  if (error instanceof ScratchInUse)
    return new CliError(`Otro proceso (${error.pid}) está llevando el registro a esa carpeta.`)
  return backupFailure(error)
}
