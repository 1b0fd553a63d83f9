import { dirname, join } from 'node:path'
import { createRuntime, type Runtime } from '@/runtime'

/** Opens a runtime over a file of the benchmark, its key beside it. */
export async function openFile(file: string): Promise<Runtime> {
  return await createRuntime({
    database: { url: `file:${file}`, authToken: undefined, esArchivo: true },
    sellado: { clave: join(dirname(file), 'sello.key'), cabezas: undefined, webhook: undefined },
    redis: { tipo: 'memoria' },
    port: 3000,
    host: '127.0.0.1',
    permiteDemo: true,
  })
}

/** The middle one of some figures. */
export function median(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? 0
}
