import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { build } from 'esbuild'

export const VERIFIER_FOLDER = 'public/verificador'

async function bundle(entry: string, platform: 'node' | 'browser'): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform,
    format: platform === 'node' ? 'esm' : 'iife',
    target: platform === 'node' ? 'node20' : 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    external: ['node:*'],
  })
  const [output] = outputFiles
  if (!output) throw new Error(`${entry} gave nothing`)
  return output.text
}

const ABOUT =
  '// Verificador de pruebas de Bitácora: un solo fichero, sin dependencias. Se hace de src/verifier/.\n'

/** The files of the offline verifier, made of src/verifier. */
export async function buildVerifier(): Promise<ReadonlyMap<string, string>> {
  const script = `\n${await bundle('src/verifier/page.ts', 'browser')}`
  const hash = createHash('sha256').update(script).digest('base64')
  const page = (await readFile('src/verifier/page.html', 'utf8'))
    .replace('{{HASH}}', () => `sha256-${hash}`)
    .replace('{{SCRIPT}}', () => script)
  return new Map([
    ['verificador.mjs', `${ABOUT}${await bundle('src/verifier/node.ts', 'node')}`],
    ['index.html', page],
  ])
}
