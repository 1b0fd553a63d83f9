import superjson from 'superjson'
import type { Recorded } from '@/domain/events'
import type { TicketEvent } from '@/domain/ticket/events'
import { currentVersion } from '@/events/upcasters'
import { CLAVES } from '../own/format'
import { accountsNamed, renameAccounts } from '../own/payload'
import type { ExportedAccount } from './select'
import { attributeXml, listXml } from './xml'

/** The accounts that an event speaks of: its author's, and those in its payload. */
export function accountsOf(event: Recorded<TicketEvent>): number[] {
  const named = accountsNamed(event.tipo, event.datos).filter((id) => typeof id === 'number')
  return [event.sobre.usuarioId, ...named]
}

/**
 * An event as XES: the standard extensions for what any tool reads, and ours for what a lossless way back needs.
 * @throws when an account that it speaks of is not given
 */
export function eventXml(
  event: Recorded<TicketEvent>,
  accounts: ReadonlyMap<number, ExportedAccount>,
): string {
  const { sobre, tipo } = event
  const find = (id: unknown): ExportedAccount => {
    const account = typeof id === 'number' ? accounts.get(id) : undefined
    if (!account)
      throw new Error(`event ${sobre.posicion} speaks of account ${String(id)}, which is not there`)
    return account
  }
  const autor = find(sobre.usuarioId)
  const others = [...new Set(accountsNamed(tipo, event.datos))].map(find)
  const contenido = 'contenido' in event ? event.contenido : null
  const parts = [
    attributeXml('string', 'concept:name', tipo === 'cambio_estado' ? `${tipo} ${event.datos.a}` : tipo),
    attributeXml('string', 'org:resource', autor.nombre),
    attributeXml('string', 'org:role', autor.rol),
    attributeXml('date', 'time:timestamp', sobre.fecha),
    attributeXml('string', 'lifecycle:transition', 'complete'),
    attributeXml('string', CLAVES.evento, sobre.eventoId),
    attributeXml('int', CLAVES.version, sobre.version),
    attributeXml('string', CLAVES.tipo, tipo),
    attributeXml('int', CLAVES.v, currentVersion(tipo)),
    attributeXml('string', CLAVES.datos, renamed(event, find)),
    ...(contenido === null ? [] : [attributeXml('string', CLAVES.contenido, asText(contenido))]),
    attributeXml('boolean', CLAVES.interno, sobre.esInterno),
    ...(event.origen ? [attributeXml('string', CLAVES.origen, superjson.stringify(event.origen))] : []),
    accountXml(CLAVES.autor, autor),
    ...(others.length === 0
      ? []
      : [
          listXml(
            CLAVES.cuentas,
            others.map((other) => accountXml(CLAVES.cuenta, other)),
          ),
        ]),
  ]
  return `<event>\n${parts.join('\n')}\n</event>\n`
}

function renamed({ tipo, datos }: TicketEvent, find: (id: unknown) => ExportedAccount): string {
  return JSON.stringify(renameAccounts(tipo, datos, (id) => find(id).email))
}

/** As the log has it: a comment is plain text, everything else JSON. */
function asText(contenido: unknown): string {
  return typeof contenido === 'string' ? contenido : JSON.stringify(contenido)
}

function accountXml(clave: string, { email, nombre, rol, activo }: ExportedAccount): string {
  return attributeXml('string', clave, email, [
    attributeXml('string', CLAVES.nombre, nombre),
    attributeXml('string', CLAVES.rol, rol),
    attributeXml('boolean', CLAVES.activo, activo),
  ])
}
