import { findCuentaByEmailQuery } from '@projections/usuarios/list'
import { type Command, InvalidArgumentError } from 'commander'
import { issueToken } from '@/auth/issue-token'
import { listTokens, revokeToken } from '@/auth/tokens'
import { ALCANCES, Alcance, DiasToken, NombreToken } from '@/domain/cuenta/token'
import type { Runtime } from '@/runtime'
import { CliError } from './failures'
import { moment, type OutputOptions, printResult, table } from './output'
import { expectAccepted } from './rejections'
import { ACTOR, VIEWER, withRuntime } from './work'

/** Adds `token create`, `token list` and `token revoke`. */
export function addTokenCommands(program: Command): void {
  const token = program.command('token').description('los tokens de la API')
  token
    .command('create')
    .description('crea un token de servicio para una cuenta; solo se muestra esta vez')
    .argument('<email>', 'correo de la cuenta')
    .requiredOption('--nombre <nombre>', 'para qué es', name)
    .requiredOption('--alcances <lista>', `separados por comas: ${ALCANCES.join(', ')}`, scopes)
    .option('--dias <n>', 'cuántos días vale, hasta 366', days, 90)
    .action(runCreate)
  token
    .command('list')
    .description('lista los tokens de una cuenta')
    .argument('<email>', 'correo de la cuenta')
    .action(runList)
  token
    .command('revoke')
    .description('revoca un token')
    .argument('<email>', 'correo de la cuenta')
    .argument('<id>', 'el identificador del token')
    .action(runRevoke)
}

function name(text: string): string {
  const nombre = NombreToken.safeParse(text)
  if (!nombre.success) throw new InvalidArgumentError('se esperaban de 1 a 60 caracteres')
  return nombre.data
}

function scopes(text: string): Alcance[] {
  const read = Alcance.array()
    .min(1)
    .safeParse(text.split(',').map((one) => one.trim()))
  if (!read.success) throw new InvalidArgumentError(`se esperaban algunos de ${ALCANCES.join(', ')}`)
  return read.data
}

function days(text: string): number {
  const dias = DiasToken.safeParse(Number(text))
  if (!dias.success) throw new InvalidArgumentError('se esperaba un número de días, de 1 a 366')
  return dias.data
}

interface CreateOptions extends OutputOptions {
  readonly nombre: string
  readonly alcances: Alcance[]
  readonly dias: number
}

async function runCreate(email: string, { nombre, alcances, dias, ...output }: CreateOptions): Promise<void> {
  await withRuntime(async (runtime) => {
    const { bus, db, newId } = runtime
    const cuentaId = await accountOf(runtime, email)
    const comandoId = newId()
    const what = { nombre, alcances, dias, cuentaId } as const
    const comando = { tipo: 'crear_token', clase: 'servicio', ...what } as const
    expectAccepted(await bus.dispatch({ comandoId, actor: ACTOR, comando }))
    const issued = await issueToken(db, comandoId, Date.now())
    if (!issued) throw new CliError('No se pudo crear el token.')
    printResult(output, { id: comandoId, ...issued }, issued.token)
  })
}

async function runList(email: string, options: OutputOptions): Promise<void> {
  await withRuntime(async (runtime) => {
    const tokens = await listTokens(runtime.db.as('auth'), VIEWER, await accountOf(runtime, email))
    const rows = tokens.map(({ id, nombre, alcances, expira, revocado, ultimoUso }) => [
      id,
      nombre,
      alcances.join(' '),
      moment(expira),
      revocado === null ? '' : moment(revocado),
      ultimoUso === null ? '—' : moment(ultimoUso),
    ])
    const head = ['ID', 'NOMBRE', 'ALCANCES', 'CADUCA (UTC)', 'REVOCADO', 'ÚLTIMO USO']
    printResult(options, tokens, rows.length === 0 ? 'No hay tokens.' : table(head, rows))
  })
}

async function runRevoke(email: string, tokenId: string, options: OutputOptions): Promise<void> {
  await withRuntime(async (runtime) => {
    const { bus, db, newId } = runtime
    const cuentaId = await accountOf(runtime, email)
    const tokens = await listTokens(db.as('auth'), VIEWER, cuentaId)
    if (!tokens.some(({ id }) => id === tokenId))
      throw new CliError(`Esa cuenta no tiene el token ${tokenId}.`)
    const comando = { tipo: 'revocar_token', cuentaId, tokenId } as const
    expectAccepted(await bus.dispatch({ comandoId: newId(), actor: ACTOR, comando }))
    await revokeToken(db.as('auth'), { cuentaId, tokenId }, Date.now())
    printResult(options, { id: tokenId }, 'Token revocado.')
  })
}

async function accountOf({ db }: Runtime, email: string): Promise<number> {
  const cuenta = await findCuentaByEmailQuery(db.as('admin'), email.trim().toLowerCase())
  if (!cuenta) throw new CliError(`No hay ninguna cuenta con el correo ${email}.`)
  return cuenta.id
}
