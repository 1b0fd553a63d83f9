import { createReadStream } from 'node:fs'
import { argv, exit, stderr, stdout } from 'node:process'
import { documentsIn, TooLong } from './lines'
import { LIMITES, summary, Verifier } from './verify'

/** Reads a document, or an export line by line. */
async function checkFile(verifier: Verifier, path: string): Promise<void> {
  try {
    for await (const { linea, documento } of documentsIn(createReadStream(path, 'utf8')))
      await verifier.check(documento, linea === 0 ? path : `${path}:${linea}`)
  } catch (error) {
    if (!(error instanceof TooLong)) throw error
    verifier.unreadable(path, 'no es una prueba ni una exportación')
  }
}

async function main(args: readonly string[]): Promise<number> {
  const flag = args.indexOf('--clave')
  const key = flag === -1 ? '' : (args[flag + 1] ?? '')
  const files = args.filter((_, index) => flag === -1 || (index !== flag && index !== flag + 1))
  if (files.length === 0 || (flag !== -1 && !/^[0-9a-f]{16}$/.test(key))) {
    stderr.write(
      'Uso: node verificador.mjs [--clave <16 cifras hexadecimales>] <fichero.json|fichero.jsonl>…\n',
    )
    return 2
  }
  const verifier = new Verifier(key)
  for (const file of files) await checkFile(verifier, file)
  const result = verifier.result()
  for (const { bien, texto } of result.lineas) stdout.write(`${bien ? '✓' : '✗'} ${texto}\n`)
  stdout.write(`${summary(result)}\n${LIMITES}\n`)
  return result.correcto ? 0 : 1
}

main(argv.slice(2)).then(exit, (error: unknown) => {
  stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  exit(2)
})
