import type { RebuildProgress } from '@projections/engine/rebuild'
import { ScratchInUse } from '@/db/scratch'
import { CliError } from './failures'
import { createProgressBar } from './progress'

const LABELS: Readonly<Record<RebuildProgress['fase'], string>> = {
  plegar: 'Leyendo el registro',
  comparar: 'Comparando',
}

/**
 * Shows how far a rebuild or a verification has come.
 * @throws CliError when another one is going on here
 */
export async function withRebuildBar<T>(
  work: (onProgress: (progress: RebuildProgress) => void) => Promise<T>,
): Promise<T> {
  const bars = { plegar: 'eventos', comparar: 'tablas' } as const
  let fase: RebuildProgress['fase'] = 'plegar'
  let bar = createProgressBar(bars[fase])
  try {
    return await work((progress) => {
      if (progress.fase !== fase) {
        bar.stop()
        fase = progress.fase
        bar = createProgressBar(bars[fase])
      }
      bar.update(LABELS[fase], progress.hechos, progress.total)
    })
  } catch (error) {
    if (!(error instanceof ScratchInUse)) throw error
    throw new CliError(`Ya hay una reconstrucción en marcha en esta máquina (proceso ${error.pid}).`)
  } finally {
    bar.stop()
  }
}
