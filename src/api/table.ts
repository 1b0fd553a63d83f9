import type { ApiRoute } from './route'
import * as cuentas from './routes/accounts'
import * as auditoria from './routes/audit'
import * as notificaciones from './routes/notifications'
import * as pruebas from './routes/proofs'
import * as comandos from './routes/ticket-commands'
import * as tickets from './routes/tickets'
import * as webhooks from './routes/webhooks'

/** Every route of the API, in the order of its document. */
export const ROUTES: readonly ApiRoute[] = [
  tickets,
  comandos,
  cuentas,
  auditoria,
  pruebas,
  notificaciones,
  webhooks,
].flatMap((group): readonly ApiRoute[] => Object.values(group))
