import { findCuentaByEmailQuery } from '@projections/usuarios/list'
import { listCuentasQuery } from '@projections/usuarios/pages'
import type { CuentaRow } from '@projections/usuarios/row'
import { type Command, Option } from 'commander'
import type { z } from 'zod'
import { Aceptado, PaginaDeCuentas } from '@/api/schemas'
import { hashPassword } from '@/auth/password'
import { CrearCuenta } from '@/domain/cuenta/commands'
import { Email, ROLES, type Rol } from '@/domain/values'
import type { Runtime } from '@/runtime'
import { CliError, UsageError } from './failures'
import { type OutputOptions, printResult, table } from './output'
import { readNewPassword } from './password-input'
import { expectAccepted } from './rejections'
import { addRemoteOptions, type Remote, type RemoteOptions, remoteOf } from './remote'
import { ACTOR, VIEWER, withRuntime } from './work'

const STDIN = ['--password-stdin', 'lee la contraseña de la entrada estándar'] as const

/** Adds `user create`, `user list` and `user password`. */
export function addUserCommands(program: Command): void {
  const user = program.command('user').description('las cuentas')
  const rol = () => new Option('--rol <rol>', 'rol de la cuenta').choices(ROLES)
  addRemoteOptions(user.command('create'))
    .description('crea una cuenta; pregunta su contraseña, que por la API no viaja')
    .argument('<email>', 'correo de la cuenta')
    .requiredOption('--nombre <nombre>', 'nombre de la persona')
    .addOption(rol().makeOptionMandatory())
    .option(...STDIN)
    .action(runCreate)
  addRemoteOptions(user.command('list').description('lista las cuentas'))
    .addOption(rol())
    .option('--texto <texto>', 'principio de una o más palabras del nombre o del correo')
    .action(runList)
  user
    .command('password')
    .description('cambia la contraseña de una cuenta y cierra sus sesiones')
    .argument('<email>', 'correo de la cuenta')
    .option(...STDIN)
    .action(runPassword)
}

interface PasswordOptions extends OutputOptions {
  readonly passwordStdin?: boolean
}

async function runCreate(
  email: string,
  options: PasswordOptions & RemoteOptions & { readonly nombre: string; readonly rol: Rol },
): Promise<void> {
  const { nombre, rol } = options
  const remote = remoteOf(options)
  if (remote && options.passwordStdin)
    throw new UsageError('Por la API no viaja ninguna contraseña: cada persona pone la suya con un enlace.')
  const comando = CrearCuenta.safeParse({ tipo: 'crear_cuenta', email, nombre, rol })
  if (!comando.success) {
    const campo = comando.error.issues[0]?.path[0] === 'nombre' ? 'nombre' : 'correo'
    throw new UsageError(`El ${campo} no es válido: «${campo === 'nombre' ? nombre : email}»`)
  }
  if (remote) return await createRemote(remote, comando.data, options)
  await withRuntime(async (runtime) => {
    const passwordHash = await hashPassword(await readNewPassword(options.passwordStdin === true))
    const envelope = { comandoId: runtime.newId(), actor: ACTOR, comando: comando.data, passwordHash }
    const id = expectAccepted(await runtime.bus.dispatch(envelope))
    const { data } = comando
    printResult(
      options,
      { id, email: data.email, nombre: data.nombre, rol },
      `Cuenta ${id} creada: ${data.nombre} <${data.email}>, ${rol}`,
    )
  })
}

async function createRemote(
  remote: Remote,
  { email, nombre, rol }: z.output<typeof CrearCuenta>,
  options: OutputOptions,
): Promise<void> {
  const { id } = await remote.post('/api/cuentas', { email, nombre, rol }, Aceptado)
  const text = `Cuenta ${id} creada: ${nombre} <${email}>, ${rol}. Sin contraseña: envíele un enlace desde su página.`
  printResult(options, { id, email, nombre, rol }, text)
}

async function runPassword(email: string, options: PasswordOptions): Promise<void> {
  await withRuntime(async (runtime) => {
    const cuenta = await findByEmail(runtime, email)
    const passwordHash = await hashPassword(await readNewPassword(options.passwordStdin === true))
    const comando = { tipo: 'cambiar_contrasena', cuentaId: cuenta.id } as const
    const envelope = { comandoId: runtime.newId(), actor: ACTOR, comando, passwordHash }
    expectAccepted(await runtime.bus.dispatch(envelope))
    printResult(
      options,
      { id: cuenta.id, email: cuenta.email },
      `Contraseña cambiada: ${cuenta.nombre} <${cuenta.email}>. Sus sesiones abiertas ya no valen.`,
    )
  })
}

async function findByEmail({ db }: Runtime, email: string): Promise<CuentaRow> {
  const parsed = Email.safeParse(email)
  if (!parsed.success) throw new UsageError(`El correo no es válido: «${email}»`)
  const cuenta = await findCuentaByEmailQuery(db.as('admin'), parsed.data)
  if (!cuenta) throw new CliError(`No hay ninguna cuenta con el correo ${parsed.data}.`)
  return cuenta
}

/** The accounts of all pages. */
async function everyPage<C>(
  read: (desde: number) => Promise<{ readonly cuentas: readonly C[]; readonly siguiente: number | null }>,
): Promise<C[]> {
  const found: C[] = []
  for (let desde: number | null = 0; desde !== null; ) {
    const page: Awaited<ReturnType<typeof read>> = await read(desde)
    found.push(...page.cuentas)
    desde = page.siguiente
  }
  return found
}

async function runList(
  options: OutputOptions & RemoteOptions & { readonly rol?: Rol; readonly texto?: string },
): Promise<void> {
  const filter = { rol: options.rol ?? null, texto: options.texto ?? '' }
  const remote = remoteOf(options)
  const cuentas = remote
    ? await everyPage((desde) => {
        const query = { rol: filter.rol, texto: options.texto, desde: desde || undefined }
        return remote.get('/api/cuentas', query, PaginaDeCuentas)
      })
    : await withRuntime(({ db }) =>
        everyPage((desde) => listCuentasQuery(db.as('admin'), VIEWER, { ...filter, desde })),
      )
  const rows = cuentas.map(({ id, nombre, email, rol, activo }) => [
    String(id),
    nombre,
    email,
    rol,
    activo ? 'sí' : 'no',
  ])
  const shown = cuentas.map(({ id, nombre, email, rol, activo, fechaCreacion }) => ({
    id,
    nombre,
    email,
    rol,
    activo,
    fechaCreacion,
  }))
  const text =
    rows.length === 0 ? 'No hay cuentas.' : table(['ID', 'NOMBRE', 'CORREO', 'ROL', 'ACTIVA'], rows)
  printResult(options, shown, text)
}
