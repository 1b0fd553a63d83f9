import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { CliError } from './failures'
import { type OutputOptions, printResult } from './output'

const FOLDER = fileURLToPath(new URL('../../public/verificador', import.meta.url))
const FILES = ['verificador.mjs', 'index.html']

/** Adds `audit verifier`. */
export function addVerifierCommand(audit: Command): void {
  audit
    .command('verifier')
    .description('escribe el verificador sin conexión: un fichero para Node y una página')
    .requiredOption('--into <carpeta>', 'dónde')
    .action(runVerifier)
}

async function runVerifier(options: OutputOptions & { readonly into: string }): Promise<void> {
  try {
    await mkdir(options.into, { recursive: true })
    for (const name of FILES) await copyFile(join(FOLDER, name), join(options.into, name))
  } catch {
    throw new CliError('--into: no se puede escribir ahí.')
  }
  const ficheros = FILES.map((name) => join(options.into, name))
  printResult(
    options,
    { ficheros },
    `Escritos: ${ficheros.join(', ')}. No necesitan nada nuestro para funcionar.`,
  )
}
