import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { argv, exit, stderr, stdout } from 'node:process'
import { createInterface } from 'node:readline'
import { LIMITES, summary, Verifier } from './verify'

/** Reads a document, or an export line by line. */
async function checkFile(verifier: Verifier, path: string): Promise<void> {
  if (/\.(jsonl|ndjson)$/i.test(path)) {
    let number = 0
    for await (const line of createInterface({
      input: createReadStream(path),
      crlfDelay: Number.POSITIVE_INFINITY,
    })) {
      number++
      if (line.trim() !== '') await verifier.check(parse(line), `${path}:${number}`)
    }
  } else await verifier.check(parse(await readFile(path, 'utf8')), path)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
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
