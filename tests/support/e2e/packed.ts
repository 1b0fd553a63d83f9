import { spawn } from 'node:child_process'
import { chmod, chown, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { pack } from '../../../deploy/pack'
import { freePort } from '../ports'
import { type Server, serving } from './app'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '')
/** Whom root starts it as: Debian's nobody. Others have themselves alone, whom the read-only folder stops as well. */
const NOBODY = 65_534
const OTHER = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}

/** The packed build in a folder of its own that it can't write to, and one that it can. */
export interface Packed {
  /** Where it stands: nothing of the project is beside it. */
  readonly folder: string
  readonly data: string
  /** Serves it, with these variables and no others. */
  start(env: Readonly<Record<string, string>>, port?: number): Promise<Server & { readonly port: number }>
  /** Runs its command line. */
  cli(
    env: Readonly<Record<string, string>>,
    args: readonly string[],
    input?: string,
  ): Promise<{ readonly code: number | null; readonly said: string }>
  remove(): Promise<void>
}

/** Copies what `next build` and `pack` make to an empty folder, as an image or a server gets it. */
export async function copyPacked(): Promise<Packed> {
  const place = await mkdtemp(join(tmpdir(), 'bitacora-suelta-'))
  const [folder, data] = [join(place, 'app'), join(place, 'datos')]
  await pack(ROOT, folder)
  await mkdir(data)
  await chmod(place, 0o755)
  if (OTHER.uid !== undefined) await chown(data, OTHER.uid, OTHER.gid)
  await run('chmod', ['-R', 'a-w', folder])
  const launch = (env: Readonly<Record<string, string>>, program: string, args: readonly string[] = []) =>
    spawn(process.execPath, [`src/cli/${program}.mjs`, ...args], {
      cwd: folder,
      env: { PATH: process.env.PATH, NODE_ENV: 'production', TMPDIR: data, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
      ...OTHER,
    })
  return {
    folder,
    data,
    async start(env, given) {
      const port = given ?? (await freePort())
      const child = launch({ ...env, PORT: String(port) }, 'standalone')
      return { ...(await serving(child, `http://127.0.0.1:${port}`)), port }
    },
    async cli(env, args, input = '') {
      const child = launch(env, 'bitacora', args)
      child.stdin.end(input)
      const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
      const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
      return { code: await ended, said: out + err }
    },
    async remove() {
      await run('chmod', ['-R', 'u+w', folder])
      await rm(place, { recursive: true, force: true })
    },
  }
}

async function run(command: string, args: readonly string[]): Promise<void> {
  const code = await new Promise((resolve) => spawn(command, args, { stdio: 'inherit' }).on('close', resolve))
  if (code !== 0) throw new Error(`${command} ${args.join(' ')}: ${String(code)}`)
}
