import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findCuentaQuery } from '@projections/usuarios/list'
import { build } from 'esbuild'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { serveApi } from '../support/api/http'
import { type ApiSystem, openApiSystem } from '../support/api/system'
import { freePort } from '../support/ports'

const ROOT = join(import.meta.dirname, '../..')
const hasCurl = spawnSync('curl', ['--version']).status === 0
const run = promisify(execFile)

let system: ApiSystem
let served: Awaited<ReturnType<typeof serveApi>>
let folder: string
beforeEach(async () => {
  system = await openApiSystem()
  served = await serveApi()
  folder = await mkdtemp(join(tmpdir(), 'bitacora-integracion-'))
})
afterEach(async () => {
  await served.close()
  await system.close()
  await rm(folder, { recursive: true, force: true })
})

/** The command line as one file, as deep as its own folder is: each of its commands starts the faster. */
async function bundleCli(): Promise<string> {
  const outfile = join(ROOT, 'node_modules/.cache/integracion.mjs')
  const entryPoints = [join(ROOT, 'src/cli/bitacora.ts')]
  const how = { bundle: true, packages: 'external', platform: 'node', format: 'esm' } as const
  await build({ entryPoints, outfile, ...how })
  return outfile
}

async function mailOf(rol: 'cliente' | 'auditor'): Promise<string> {
  const { id } = await system.person(rol)
  const cuenta = await findCuentaQuery(system.runtime.db.as('api_server'), { id: 1, rol: 'admin' }, id)
  return cuenta?.email ?? ''
}

// Without curl the page's own commands can't be run; all that they ask for is tested elsewhere.
describe.skipIf(!hasCurl)('the worked example of docs/INTEGRACION.md', () => {
  it('does what it says, command by command', { timeout: 60_000 }, async () => {
    const page = await readFile(join(ROOT, 'docs/INTEGRACION.md'), 'utf8')
    const blocks = [...page.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block]) => block ?? '')
    expect(blocks.length).toBeGreaterThan(8)
    system.runtime.followLog()
    const cli = await bundleCli()
    const prelude = `set -euo pipefail
      pnpm() { [ "$1" = -s ] && shift; shift; (cd "${ROOT}" && node "${cli}" "$@"); }
      trap 'kill $(jobs -p) 2>/dev/null || true' EXIT`
    // The last block ends the receiver: before it, the last event must have come.
    const [last = '', ...rest] = blocks.toReversed()
    const wait = 'for n in $(seq 50); do grep -q cierre recibidos.txt && break; sleep 0.2; done'
    const script = [prelude, ...rest.toReversed(), wait, last].join('\necho; echo ---\n')
    const env = {
      ...process.env,
      BITACORA: served.url,
      TURSO_DATABASE_URL: system.url,
      CLIENTE: await mailOf('cliente'),
      CUENTA_AUDITORA: await mailOf('auditor'),
      PUERTO: String(await freePort()),
    }
    const { stdout } = await run('bash', ['-c', script], { cwd: folder, env, timeout: 55_000 })
    expect(stdout).toContain('"repetido":true')
    expect(stdout).toContain('"codigo":204')
    expect(stdout).toContain('"estado":"abierto"')
    expect(stdout).toMatch(/^data: .*"tipo":"cierre"/m)
    expect(stdout).toContain('cierra el ticket (resuelto)')
    const received = await readFile(join(folder, 'recibidos.txt'), 'utf8')
    expect(received.trim().split('\n')).toEqual([
      'prueba ',
      'ticket.comentario 1',
      'ticket.comentario 1',
      'ticket.cierre 1',
    ])
    expect(await readFile(join(folder, 'mes.xes'), 'utf8')).toContain('concept:name')
  })
})
