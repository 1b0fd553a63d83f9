import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { matchesIgnore, readDockerfile, readUnit } from '../../support/deploy-files'

const read = (path: string) => readFileSync(path, 'utf8')

// What can be told of them without Docker: an image is built from them where there is one.
describe('the Dockerfile', () => {
  const stages = readDockerfile(read('deploy/Dockerfile'))
  const last = stages.at(-1) ?? []
  const ignored = matchesIgnore(read('deploy/Dockerfile.dockerignore'))
  const said = (name: string) => last.filter(([word]) => word === name).map(([, rest]) => rest)

  test('copies only what is there, and what the build needs is sent to it', () => {
    const sources = stages.flat().flatMap(([word, rest]) => {
      if (word !== 'COPY' || rest.startsWith('--from=')) return []
      return rest.split(/\s+/).slice(0, -1)
    })
    expect(sources.length).toBeGreaterThan(2)
    expect(sources.filter((path) => !existsSync(path) || (path !== '.' && ignored(path)))).toEqual([])
    const needed = [
      'app/layout.tsx',
      'src/runtime.ts',
      'deploy/pack.ts',
      'db/seed.sql',
      'next.config.ts',
      'proxy.ts',
    ]
    expect(needed.filter((path) => !existsSync(path) || ignored(path))).toEqual([])
  })

  test('sends no data, no secrets and nothing that was built before', () => {
    const kept = [
      'data/bitacora.db',
      '.env',
      'src/.env.local',
      'node_modules/x',
      '.next/x',
      '.git/config',
      'tests/run.ts',
    ]
    expect(kept.filter((path) => !ignored(path))).toEqual([])
  })

  test('runs as somebody who owns the data and not the program, is asked whether it serves', () => {
    expect(said('USER')).toEqual(['node'])
    expect(said('COPY').filter((rest) => rest.includes('--chown'))).toEqual([])
    expect(said('HEALTHCHECK')).toHaveLength(1)
    expect(said('HEALTHCHECK')[0]).toContain('/api/health')
    expect(said('VOLUME')).toEqual(['/datos'])
    const order = last.map(([word]) => word)
    expect(order.indexOf('USER')).toBeLessThan(order.indexOf('CMD'))
    expect(said('CMD')).toEqual(['["node", "src/cli/standalone.mjs"]'])
  })

  test('asks with a line that Node can run, and that fails where nobody serves', () => {
    const check = z
      .array(z.string())
      .parse(JSON.parse(/CMD (\[.*\])/.exec(said('HEALTHCHECK')[0] ?? '')?.[1] ?? ''))
    const env = { ...process.env, PORT: '1' }
    const { status, stderr } = spawnSync(process.execPath, check.slice(1), { env, encoding: 'utf8' })
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' })
  })
})

const Service = z.object({
  read_only: z.literal(true),
  cap_drop: z.tuple([z.literal('ALL')]),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
  tmpfs: z.array(z.string()).min(1),
  restart: z.literal('unless-stopped'),
})
const Compose = z.object({
  services: z.object({
    app: Service.extend({
      build: z.object({ context: z.literal('..'), dockerfile: z.string() }),
      environment: z.record(z.string(), z.string()),
      volumes: z.array(z.string()),
      ports: z.array(z.string().startsWith('127.0.0.1:')),
      depends_on: z.object({ redis: z.object({ condition: z.literal('service_healthy') }) }),
    }),
    redis: Service.extend({ healthcheck: z.object({ test: z.array(z.string()) }), user: z.string() }),
  }),
  volumes: z.record(z.string(), z.null()),
})

test('compose: both services read-only, without privileges, the data in a volume, nothing open to the world', () => {
  const { services, volumes } = Compose.parse(parse(read('deploy/compose.yaml')))
  const { app } = services
  expect(existsSync(app.build.dockerfile)).toBe(true)
  expect(Object.keys(volumes)).toEqual(app.volumes.map((volume) => volume.split(':')[0]))
  expect(app.volumes).toContain('datos:/datos')
  // A misspelt variable would be taken for none.
  const known = read('src/environment.ts')
  const unknown = Object.keys(app.environment).filter(
    (name) => name !== 'TMPDIR' && !known.includes(`    ${name}:`),
  )
  expect(unknown).toEqual([])
})

describe('the systemd unit', () => {
  const unit = readUnit(read('deploy/bitacora.service'))

  test('runs as somebody else, who can write to the data alone', () => {
    expect(unit).toMatchObject({
      User: ['bitacora'],
      ProtectSystem: ['strict'],
      ProtectHome: ['yes'],
      PrivateTmp: ['yes'],
      NoNewPrivileges: ['yes'],
      CapabilityBoundingSet: [''],
      StateDirectory: ['bitacora'],
      UMask: ['0077'],
    })
    expect(unit.ReadWritePaths).toBeUndefined()
    // V8 compiles as it runs.
    expect(unit.MemoryDenyWriteExecute).toBeUndefined()
    expect(unit.ExecStart?.[0]).toContain('src/cli/standalone.mjs')
  })

  test.runIf(existsSync('/usr/bin/systemd-analyze'))('is one that systemd understands', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bitacora-unidad-'))
    try {
      const path = join(folder, 'bitacora.service')
      writeFileSync(path, read('deploy/bitacora.service'))
      const { status, stderr } = spawnSync('/usr/bin/systemd-analyze', ['verify', path], { encoding: 'utf8' })
      expect(stderr).toBe('')
      expect(status).toBe(0)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

test('vercel.json asks for /api/batch, which is there', () => {
  const { crons } = z
    .object({ crons: z.array(z.object({ path: z.string(), schedule: z.string() })) })
    .parse(JSON.parse(read('vercel.json')))
  expect(crons).toEqual([{ path: '/api/batch', schedule: '* * * * *' }])
  expect(existsSync(`app${crons[0]?.path ?? ''}/route.ts`)).toBe(true)
})
