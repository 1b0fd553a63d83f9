import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildVerifier, VERIFIER_FOLDER } from '../verifier'

await mkdir(VERIFIER_FOLDER, { recursive: true })
for (const [name, text] of await buildVerifier()) await writeFile(join(VERIFIER_FOLDER, name), text)
