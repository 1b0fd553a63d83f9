import { fileURLToPath } from 'node:url'
import type { Config } from '../config'
import { DEMO_PASSWORD, listDemoLogins } from './serve/demo'
import { say } from './serve/progress'
import { localUrl } from './serve/server'
import { checkConfig, prepareDatabase, preparePages, StartError, startServer } from './serve/stages'
import { createSupervisor } from './serve/supervisor'

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

async function serve(): Promise<number> {
  const supervisor = createSupervisor((reason) => {
    say(reason === 'launcher' ? '\n  Detenido: el proceso que lo inició ha terminado.' : '\n  Detenido.')
    process.exit(0)
  })
  process.chdir(root)
  say('Bitácora')
  try {
    const config = await checkConfig()
    await prepareDatabase(config)
    await preparePages(root, supervisor)
    const server = await startServer(root, config, supervisor)
    say(`  ✓ Abierto en ${localUrl(config.host, config.port)}`)
    await showDemoLogins(config)
    say('\n  Ctrl-C para detenerlo.')
    const code = await server.ended
    say(`  ✗ El servidor terminó por sí solo (código ${code})`)
    return code === 0 ? 1 : code
  } catch (error) {
    if (!(error instanceof StartError)) throw error
    say(`  ✗ ${error.message}`)
    return 1
  } finally {
    await supervisor.stopAll()
  }
}

async function showDemoLogins(config: Config): Promise<void> {
  const logins = await listDemoLogins(config)
  if (logins.length === 0) return
  say(`\n  Cuentas de demostración, contraseña ${DEMO_PASSWORD}:`)
  for (const { rol, email } of logins) say(`    ${rol.padEnd(9)} ${email}`)
}

process.exitCode = await serve()
