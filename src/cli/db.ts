import type { Command } from 'commander'
import { z } from 'zod'
import { type Config, readConfig } from '@/config'
import { openDatabase } from '@/db/client'
import { type MigrationStatus, migrate, migrationStatus, seed } from '@/db/migrate'
import { defineQuery } from '@/db/queries'
import { CUENTA_SISTEMA } from '@/domain/values'
import { positive } from './arguments'
import { CliError, UsageError } from './failures'
import { type Amount, generateDesk } from './generate/seed'
import { type OutputOptions, printResult } from './output'
import { DEMO_PASSWORD } from './serve/demo'
import { isMissing, withRuntime } from './work'

/** Adds `db migrate`, `db seed` and `db status`. */
export function addDbCommands(program: Command): void {
  const db = program.command('db').description('la base de datos: esquema y datos de ejemplo')
  db.command('migrate').description('aplica las migraciones pendientes').action(runMigrate)
  db.command('seed')
    .description('carga las cuentas y tickets de ejemplo en una base vacía')
    .option('--tickets <n>', 'además, tantos tickets inventados, de dos años; con --interactions', positive)
    .option('--interactions <n>', 'cuántos eventos tienen entre todos', positive)
    .action(runSeed)
  db.command('status').description('muestra las migraciones aplicadas y lo que contiene').action(runStatus)
}

async function runMigrate(options: OutputOptions): Promise<void> {
  const { database } = readConfig()
  const aplicadas = (await migrate(database)).map(({ nombre }) => nombre)
  const text =
    aplicadas.length === 0
      ? 'La base de datos ya estaba al día.'
      : `Migraciones aplicadas: ${aplicadas.join(', ')}`
  printResult(options, { aplicadas }, text)
}

interface SeedOptions extends OutputOptions {
  readonly tickets?: number
  readonly interactions?: number
}

/** What is to be made beside the demo; null where nothing is. */
function amountOf({ tickets, interactions }: SeedOptions): Amount | null {
  if (tickets === undefined && interactions === undefined) return null
  if (tickets === undefined || interactions === undefined)
    throw new UsageError('Diga las dos cosas: --tickets y --interactions.')
  if (interactions < tickets)
    throw new UsageError('--interactions: se esperaba al menos un evento por ticket.')
  return { tickets, interactions }
}

async function runSeed(options: SeedOptions): Promise<void> {
  const amount = amountOf(options)
  const seeded = await withRuntime(async (runtime) => {
    const { config } = runtime
    if (!config.permiteDemo) {
      throw new CliError(
        'Los datos de ejemplo solo se cargan en un fichero propio servido en esta máquina (TURSO_DATABASE_URL=file:…, HOST=127.0.0.1): sus contraseñas son públicas.',
      )
    }
    if (!(await seed(config.database))) return null
    return amount ? await generateDesk(runtime, amount) : 0
  })
  if (seeded === null) throw new CliError('La base de datos ya tiene datos: no se ha cambiado nada.')
  printResult(
    options,
    { cargados: true, generados: seeded },
    `Datos de ejemplo cargados${seeded > 0 ? `, con ${seeded} eventos inventados` : ''}. La contraseña de sus cuentas es ${DEMO_PASSWORD}`,
  )
}

const Contents = z.object({ cuentas: z.number(), tickets: z.number(), eventos: z.number() })

const CONTENTS = defineQuery({
  name: 'cli.contenido',
  roles: ['admin'],
  sql: `SELECT (SELECT count(*) FROM usuarios WHERE id <> ${CUENTA_SISTEMA}) AS cuentas, (SELECT count(*) FROM tickets) AS tickets,
    (SELECT count(*) FROM interacciones) AS eventos`,
  row: Contents,
})

async function runStatus(options: OutputOptions): Promise<void> {
  const config = readConfig()
  const existe = !isMissing(config)
  const { aplicadas, pendientes }: MigrationStatus = existe
    ? await migrationStatus(config.database)
    : { aplicadas: [], pendientes: [] }
  const migrada = existe && pendientes.length === 0
  const contenido = migrada ? await readContents(config) : null
  const names = (list: MigrationStatus['aplicadas']) => list.map(({ nombre }) => nombre)
  const status = {
    url: config.database.url.replace(/\?.*$/, ''),
    existe,
    migrada,
    aplicadas: names(aplicadas),
    pendientes: names(pendientes),
    contenido,
  }
  printResult(options, status, describeStatus(status))
}

async function readContents({ database }: Config) {
  const db = await openDatabase(database)
  try {
    return await db.as('admin').first(CONTENTS)
  } finally {
    db.close()
  }
}

function describeStatus(status: {
  readonly url: string
  readonly existe: boolean
  readonly aplicadas: readonly string[]
  readonly pendientes: readonly string[]
  readonly contenido: z.infer<typeof Contents> | null
}): string {
  const { url, existe, aplicadas, pendientes, contenido } = status
  if (!existe) return `Base de datos: ${url} (no existe todavía)`
  const lines = [
    `Base de datos:          ${url}`,
    `Migraciones aplicadas:  ${aplicadas.join(', ') || 'ninguna'}`,
    `Migraciones pendientes: ${pendientes.join(', ') || 'ninguna'}`,
  ]
  if (contenido) {
    const { cuentas, tickets, eventos } = contenido
    lines.push(`Contenido:              ${cuentas} cuentas, ${tickets} tickets, ${eventos} eventos`)
  }
  return lines.join('\n')
}
