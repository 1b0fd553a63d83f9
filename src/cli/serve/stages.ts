import { type Config, ConfigError, readConfig } from '../../config'
import { migrate, seed } from '../../db/migrate'
import { buildIfStale, NEXT_BIN } from './build'
import { step } from './progress'
import { localUrl, probePort, waitUntilAnswers } from './server'
import type { Started, Supervisor } from './supervisor'

/** Something that the person who starts the service must mend: told in one line, without a trace. */
export class StartError extends Error {
  override readonly name = 'StartError'
}

/** Reads the configuration and sees that the port is free, before anything slow is begun. */
export async function checkConfig(): Promise<Config> {
  const config = parseConfig()
  const { host, port } = config
  switch (await probePort(host, port)) {
    case 'libre':
      return config
    case 'ocupado':
      throw new StartError(
        `PORT: el puerto ${port} de ${host} está ocupado; elija otro, p. ej. PORT=${port + 1}`,
      )
    case 'inaccesible':
      throw new StartError(`HOST, PORT: no se puede escuchar en ${host}:${port}`)
  }
}

function parseConfig(): Config {
  try {
    return readConfig()
  } catch (error) {
    if (error instanceof ConfigError) throw new StartError(error.message)
    throw error
  }
}

/** Brings the schema up to date and, on a machine of one's own, fills an empty database. */
export async function prepareDatabase({ database, permiteDemo }: Config): Promise<void> {
  await step('Preparando la base de datos', async () => {
    const applied = await migrate(database)
    const seeded = permiteDemo && (await seed(database))
    const news = [
      ...(applied.length > 0 ? [`migraciones aplicadas: ${applied.length}`] : []),
      ...(seeded ? ['datos de ejemplo cargados'] : []),
    ]
    // A libsql URL may carry a token in its query.
    const name = database.url.replace(/\?.*/, '')
    return `Base de datos ${name}${news.length > 0 ? ` (${news.join('; ')})` : ' al día'}`
  })
}

/** Builds the pages if their sources have changed. */
export async function preparePages(root: string, supervisor: Supervisor): Promise<void> {
  await step('Compilando las páginas (la primera vez, alrededor de un minuto)', async () => {
    const output: Buffer[] = []
    const code = await buildIfStale(root, () => {
      const { child, ended } = supervisor.start(process.execPath, [NEXT_BIN, 'build'], {
        cwd: root,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      for (const stream of [child.stdout, child.stderr]) {
        stream?.on('data', (chunk: Buffer) => output.push(chunk))
      }
      return ended
    })
    if (code === null) return 'Páginas ya compiladas'
    if (code === 0) return 'Páginas compiladas'
    process.stderr.write(Buffer.concat(output))
    throw new StartError(`next build terminó con el código ${code}`)
  })
}

const ANSWERS_IN_MS = 60_000

/** Starts the server and waits for its first answer. */
export async function startServer(
  root: string,
  { host, port }: Config,
  supervisor: Supervisor,
): Promise<Started> {
  const args = [NEXT_BIN, 'start', '--hostname', host, '--port', String(port)]
  const server = supervisor.start(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await step('Arrancando el servidor', async () => {
    const url = `${localUrl(host, port)}/api/health`
    const waiting = new AbortController()
    const answered = waitUntilAnswers(url, ANSWERS_IN_MS, waiting.signal).then(
      () => null,
      () => new StartError(`${url} no respondió en ${ANSWERS_IN_MS / 1000} s`),
    )
    const died = server.ended.then((code) => new StartError(`el servidor terminó con el código ${code}`))
    const problem = await Promise.race([answered, died])
    // A request that is still waiting would keep this process for as long.
    waiting.abort()
    if (problem !== null) throw problem
    return null
  })
  return server
}
