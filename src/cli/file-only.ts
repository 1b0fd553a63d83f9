import { type Command, Option } from 'commander'
import { UsageError } from './failures'

const BASE = 'trabaja sobre la base de datos misma'
const CLAVE = 'necesita la clave que firma, que no sale del servicio'
const CONTRASENA = 'ninguna contraseña viaja por la API; cada persona pone la suya con un enlace'
const TOKENS = 'un token no puede crear, ver ni revocar tokens; se hace en la página de la cuenta'

/** Why what works on the file alone does so: of a command, or of all commands of a group. */
const REASONS: Readonly<Record<string, string>> = {
  db: BASE,
  'user password': CONTRASENA,
  token: TOKENS,
  import: 'registra historias con sus fechas, y eso solo se admite junto a la base de datos',
  export:
    'saca el registro entero, con lo que hace falta para volver a importarlo; por la API, «audit export»',
  log: 'lee el registro tal como está escrito; por la API, «audit timeline»',
  projections: BASE,
  replay: BASE,
  'audit seal': CLAVE,
  'audit rotate-key': CLAVE,
  'audit verify': 'comprueba la base de datos entera; lo que da un servicio lo comprueba «audit verifier»',
  'audit verifier': 'no necesita ningún servicio',
  backup: BASE,
  restore: BASE,
  maintenance: BASE,
  worker: 'ejecuta las tareas junto a la base de datos',
}

/**
 * Has a command that works on the file alone say why, where it is asked to work through a service.
 * @throws Error for a command that neither does so nor has a reason: every command has an answer to `--url`
 */
export function refuseRemote(command: Command): void {
  if (command.options.some(({ long }) => long === '--url')) return
  const path = pathOf(command)
  const reason = REASONS[path] ?? REASONS[path.split(' ')[0] ?? '']
  if (reason === undefined) throw new Error(`no reason why ${path} has no --url`)
  for (const flags of ['--url <dirección>', '--token <token>'])
    command.addOption(new Option(flags).hideHelp())
  command.hook('preAction', () => {
    const { url, token } = command.opts<{ url?: string; token?: string }>()
    if (url !== undefined || token !== undefined)
      throw new UsageError(`«${path}» no admite --url: ${reason}.`)
  })
}

/** `audit seal`, without the program's own name. */
function pathOf(command: Command): string {
  const { parent } = command
  return parent?.parent ? `${pathOf(parent)} ${command.name()}` : command.name()
}
