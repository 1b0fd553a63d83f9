import { spawn } from 'node:child_process'
import { z } from 'zod'

/** How large a table or an index is. */
export const MeasuredSize = z.object({
  tabla: z.string(),
  filas: z.number().nullable(),
  bytes: z.number().nullable(),
})
export type MeasuredSize = z.infer<typeof MeasuredSize>

// dbstat reads every page and count(*) every row: seconds that this process's event loop must not stand still for.
const SCRIPT = `
import { createClient } from '@libsql/client'
const client = createClient({ url: process.argv[1], concurrency: 1, timeout: 2000 })
await client.execute('PRAGMA query_only = ON')
const names = (await client.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")).rows
const bytes = new Map((await client.execute('SELECT name, pgsize FROM dbstat WHERE aggregate = TRUE')).rows.map((row) => [row.name, row.pgsize]))
const sizes = []
for (const { name } of names) {
  const { rows } = await client.execute('SELECT count(*) AS filas FROM "' + String(name).replaceAll('"', '""') + '"')
  sizes.push({ tabla: name, filas: rows[0].filas, bytes: bytes.get(name) ?? null })
  bytes.delete(name)
}
for (const [tabla, size] of bytes) sizes.push({ tabla, filas: null, bytes: size })
process.stdout.write(JSON.stringify(sizes))
client.close()
`

const WITHIN_MS = 10 * 60_000

/**
 * Measures every table and index of a file database, in a process of its own.
 * @throws what that process says, or ZodError
 */
export async function measureFile(url: string, signal?: AbortSignal): Promise<MeasuredSize[]> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', SCRIPT, url], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: WITHIN_MS,
    signal,
  })
  const [output, complaint] = [collect(child.stdout), collect(child.stderr)]
  const code = await new Promise<number | null>((resolve, fail) => {
    child.once('error', fail).once('close', resolve)
  })
  if (code !== 0)
    throw new Error(`medir las tablas: ${(await complaint).split('\n').find(Boolean) ?? String(code)}`)
  return z.array(MeasuredSize).parse(JSON.parse(await output))
}

async function collect(stream: NodeJS.ReadableStream): Promise<string> {
  let text = ''
  for await (const chunk of stream) text += String(chunk)
  return text
}
