import {
  type AuditEntry,
  type CuentaEntry,
  isCuentaEntry,
  isTicketEntry,
  readEntries,
} from '@projections/auditoria/entries'
import { searchAuditQuery } from '@projections/auditoria/search'
import { type Command, InvalidArgumentError } from 'commander'
import { z } from 'zod'
import { type AuditPlace, AuditPlaceText, writeAuditPlace } from '@/api/audit-cursor'
import type { FormatoExportacion } from '@/domain/cuenta/consulta'
import { CuentaEvent } from '@/domain/cuenta/events'
import type { Envelope } from '@/domain/events'
import { TicketEvent } from '@/domain/ticket/events'
import dominio from '@/i18n/es/dominio.json'
import { formatOption, runAuditExport } from './audit-export'
import { addFilters, auditHead, type FilterOptions, filterFrom, noteConsultation } from './audit-options'
import { UsageError } from './failures'
import { moment, type OutputOptions, printResult } from './output'
import { addRemoteOptions, type Remote, type RemoteOptions, remoteOf } from './remote'
import { searchRemote } from './remote-audit'
import { describeEvent } from './ticket-events'
import { VIEWER, withRuntime } from './work'

interface TimelineOptions extends OutputOptions, FilterOptions, RemoteOptions {
  readonly lines: number
  readonly antes?: AuditPlace
  readonly format?: FormatoExportacion
  readonly salida?: string
}

/** Adds `audit timeline`: the audit page in the console. */
export function addAuditTimeline(audit: Command): void {
  const timeline = audit
    .command('timeline')
    .description('busca en el registro entero; la búsqueda queda registrada')
  addRemoteOptions(addFilters(timeline))
    .option('-n, --lines <n>', 'cuántos eventos', parseCount, 50)
    .option('--antes <cursor>', 'los que siguen a la página anterior', parseCursor)
    .addOption(formatOption())
    .option('--salida <fichero>', 'con --format, dónde escribirlo; por la salida estándar si no se dice')
    .action(runTimeline)
}

function parseCount(text: string): number {
  const count = Number(text)
  if (!Number.isInteger(count) || count < 1 || count > 1000)
    throw new InvalidArgumentError('se esperaba un número de 1 a 1000')
  return count
}

function parseCursor(text: string): AuditPlace {
  const cursor = AuditPlaceText.safeParse(text)
  if (!cursor.success) throw new InvalidArgumentError('se esperaba el cursor que dio la página anterior')
  return cursor.data
}

async function runTimeline(options: TimelineOptions): Promise<void> {
  const { format, salida, antes } = options
  if (format === undefined ? salida !== undefined : antes !== undefined)
    throw new UsageError('--salida va con --format, que da todo lo que cumple los filtros; --antes, sin él.')
  if (format !== undefined) return await runAuditExport({ ...options, format })
  const remote = remoteOf(options)
  if (remote) return await showRemote(remote, options)
  await withRuntime(async (runtime) => {
    const db = runtime.db.as('api_server')
    const filter = await filterFrom(db, options)
    await auditHead(db, filter)
    const { lines, antes: cursor = null } = options
    // A further page is no new search.
    if (cursor === null) await noteConsultation(runtime, filter)
    const page = await searchAuditQuery(db, VIEWER, filter, { limite: lines, cursor })
    const entries = await readEntries(db, page.filas)
    const next = page.siguiente
    const siguiente = next && writeAuditPlace({ ...next, comando: null })
    const eventos = entries.map(({ fila, autor, evento: { sobre, ...payload } }) => ({
      ...sobre,
      autor,
      ...payload,
      huella: fila.huella,
    }))
    const { interrumpida } = page
    printPage(options, { eventos, siguiente, interrumpida }, entries.map(line))
  })
}

interface Page {
  readonly eventos: readonly object[]
  readonly siguiente: string | null
  readonly interrumpida: boolean
}

function printPage(options: OutputOptions, page: Page, lines: readonly string[]): void {
  const { siguiente, interrumpida } = page
  const how = `siga con --antes ${siguiente ?? ''}`
  const more = interrumpida ? `Se ha mirado mucho sin llenar la página; ${how}` : `Hay más: ${how}`
  const text = [...lines, ...(siguiente === null ? [] : [more])]
  printResult(options, page, text.join('\n') || 'Ningún evento coincide.')
}

const Evento = z.union([TicketEvent, CuentaEvent])

async function showRemote(remote: Remote, options: TimelineOptions): Promise<void> {
  const { eventos: found, ...page } = await searchRemote(remote, options)
  const lines: string[] = []
  const eventos = found.map(({ tipo, datos, contenido, autor, autorRol, autorId, huella, ...rest }) => {
    const sobre = { ...rest, usuarioId: autorId }
    // Whom an event names, the API says by number alone; an event of a newer service is told by its kind.
    const { data } = Evento.safeParse({ tipo, datos, contenido })
    const entry = data && { autor, autorRol, nombres: {}, evento: { ...data, sobre: { ...sobre, orden: 0 } } }
    lines.push(entry ? line(entry) : columns(sobre, `${autor}: ${tipo}`))
    return { ...sobre, autor, tipo, datos, ...(contenido === null ? {} : { contenido }), huella }
  })
  printPage(options, { eventos, ...page }, lines)
}

function line(entry: Omit<AuditEntry, 'fila'>): string {
  const { esInterno } = entry.evento.sobre
  const note = esInterno && entry.evento.tipo !== 'comentario' ? '[interno] ' : ''
  const said = isCuentaEntry(entry) ? describeCuenta(entry) : isTicketEntry(entry) ? describeEvent(entry) : ''
  return columns(entry.evento.sobre, `${entry.autor}: ${note}${said.replaceAll('\n', ' ')}`)
}

type Place = Pick<Envelope, 'posicion' | 'fecha' | 'sujeto' | 'version'>

function columns({ posicion, fecha, sujeto, version }: Place, said: string): string {
  const stream = `${sujeto.tipo} ${sujeto.id} v${version}`
  return [String(posicion).padStart(8), moment(fecha), stream.padEnd(18), said].join('  ')
}

const SESIONES = {
  una: 'cierra una sesión de la cuenta',
  otras: 'cierra las sesiones de la cuenta menos una',
  todas: 'cierra todas las sesiones de la cuenta',
} as const
const ENLACE = {
  crear: 'crea un enlace de acceso a la cuenta',
  enviar: 'envía por correo un enlace de acceso a la cuenta',
  anular: 'anula el enlace de acceso a la cuenta',
} as const

function describeCuenta({ evento }: Pick<CuentaEntry, 'evento'>): string {
  switch (evento.tipo) {
    case 'alta_cuenta':
      return `crea la cuenta, ${dominio.rol[evento.datos.rol].toLowerCase()}`
    case 'cambio_rol':
      return `rol: ${dominio.rol[evento.datos.de]} → ${dominio.rol[evento.datos.a]}`
    case 'edicion_cuenta':
      return `edita: ${evento.datos.campos.join(', ')}`
    case 'desactivacion':
      return 'desactiva la cuenta'
    case 'reactivacion':
      return 'reactiva la cuenta'
    case 'cambio_contrasena':
      return 'cambia la contraseña'
    case 'cambio_idioma':
      return `idioma: ${evento.datos.de} → ${evento.datos.a}`
    case 'sesiones_revocadas':
      return SESIONES[evento.datos.alcance]
    case 'enlace_acceso':
      return ENLACE[evento.datos.accion]
    case 'alta_token':
      return `crea un token ${evento.datos.clase}, ${evento.datos.alcances.join(' ')}, hasta ${moment(evento.datos.expira)}`
    case 'baja_token':
      return `revoca el token ${evento.datos.tokenId}`
    case 'alta_webhook':
      return `crea un webhook: ${evento.contenido?.url ?? '[borrado]'}`
    case 'gestion_webhook':
      return `${evento.datos.accion}: webhook ${evento.datos.webhookId}`
    case 'gestion_tarea':
      return `${evento.datos.accion === 'reintentar' ? 'reintenta' : 'descarta'} la tarea ${evento.datos.tareaId}`
    case 'ajuste_servicio':
      return `ajusta el servicio: ${[evento.datos.accion, evento.datos.objeto ?? []].flat().join(' ')}`
    case 'mantenimiento':
      return `mantenimiento ${evento.datos.accion}, ${evento.datos.fase}`
    case 'consulta_auditoria': {
      const { clase, filtros, formato } = evento.datos
      const asked = Object.entries(filtros).map(([campo, value]) => `${campo}=${value}`)
      const words = evento.contenido === null ? [] : [`«${evento.contenido.texto}»`]
      const what = clase === 'busqueda' ? 'busca en la auditoría' : `exporta la auditoría (${formato ?? ''})`
      return `${what}: ${[...asked, ...words].join(' ') || 'todo'}`
    }
  }
}
