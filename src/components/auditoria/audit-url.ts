import { type AuditCursor, AuditFilter, EVENT_KINDS } from '@projections/auditoria/filter'
import type { Route } from 'next'
import { z } from 'zod'
import { FILTROS_AUDITORIA } from '@/domain/cuenta/consulta'
import { readMomento } from '@/domain/momento'
import { lineText } from '@/domain/text'
import { Id, Instante, Ulid } from '@/domain/values'
import { ZONA } from '@/i18n/zone'

const CAMPOS = [...FILTROS_AUDITORIA, 'texto'] as const
export type AuditField = (typeof CAMPOS)[number]
/** What the address asks for, field by field, as it stands there; only what makes sense. */
export type AuditQuery = Readonly<Partial<Record<AuditField, string>>>

/** Where in the log a page is: what is older than a cursor, or what is newer. */
export interface AuditPlace {
  readonly cursor: AuditCursor | null
  readonly sentido: 'atras' | 'adelante'
}

export interface AuditRequest extends AuditPlace {
  readonly consulta: AuditQuery
  readonly filter: AuditFilter
  /** Fields that the address has, but that make no sense: whoever audits must know that they were left out. */
  readonly problemas: readonly AuditField[]
}

const number = z
  .string()
  .regex(/^\d{1,15}$/)
  .refine((text) => Id.safeParse(Number(text)).success)
const moment = z
  .string()
  .max(40)
  .trim()
  .refine((text) => readMomento(text, ZONA) !== null)

const FIELDS: Readonly<Record<AuditField, z.ZodType<string>>> = {
  actor: number,
  ticket: number,
  cuenta: number,
  tipo: z.string().refine((kind) => EVENT_KINDS.some((known) => known === kind)),
  interno: z.enum(['si', 'no']),
  tiempo: z.enum(['negocio', 'registro']),
  desde: moment,
  hasta: moment,
  comando: Ulid,
  correlacion: Ulid,
  texto: lineText(1, 100),
}

type Params = Readonly<Record<string, string | string[] | undefined>>

/** Reads the audit page's address. An empty field is none. */
export function readAuditUrl(params: Params): AuditRequest {
  const consulta: Partial<Record<AuditField, string>> = {}
  const problemas: AuditField[] = []
  for (const campo of CAMPOS) {
    const raw = params[campo]
    if (raw === undefined || raw === '') continue
    const parsed = FIELDS[campo].safeParse(raw)
    if (parsed.success) consulta[campo] = parsed.data
    else problemas.push(campo)
  }
  const older = readCursor(params.antes)
  const newer = older === null ? readCursor(params.despues) : null
  return {
    consulta,
    filter: filterOf(consulta),
    problemas,
    cursor: older ?? newer,
    sentido: newer === null ? 'atras' : 'adelante',
  }
}

function filterOf({
  interno,
  desde,
  hasta,
  texto,
  tipo,
  comando,
  correlacion,
  tiempo,
  ...ids
}: AuditQuery): AuditFilter {
  const id = (text: string | undefined) => (text === undefined ? null : Number(text))
  return AuditFilter.parse({
    actor: id(ids.actor),
    ticket: id(ids.ticket),
    cuenta: id(ids.cuenta),
    interno: interno === undefined ? null : interno === 'si',
    desde: desde === undefined ? null : readMomento(desde, ZONA)?.desde,
    hasta: hasta === undefined ? null : readMomento(hasta, ZONA)?.hasta,
    texto,
    tipo,
    comando,
    correlacion,
    tiempo,
  })
}

/** A cursor is `position`, or `position_date` where events are in the order of their dates. */
function readCursor(raw: string | string[] | undefined): AuditCursor | null {
  const [, position = '', fecha] = /^(\d{1,15})(?:_(.{24}))?$/.exec(String(raw)) ?? []
  const posicion = Id.safeParse(Number(position))
  const date = Instante.safeParse(fecha)
  if (!posicion.success || (fecha !== undefined && !date.success)) return null
  return { posicion: posicion.data, fecha: date.success ? date.data : null }
}

/** The query of an address: what a filter is kept as. */
export function auditQueryString(consulta: AuditQuery): string {
  const query = new URLSearchParams()
  for (const campo of CAMPOS) {
    const value = consulta[campo]
    if (value !== undefined && value !== '') query.set(campo, value)
  }
  return query.toString()
}

/** The address of a page of the audit. */
export function auditUrl(consulta: AuditQuery, place?: AuditPlace): Route {
  const query = new URLSearchParams(auditQueryString(consulta))
  if (place?.cursor) {
    const { posicion, fecha } = place.cursor
    query.set(
      place.sentido === 'atras' ? 'antes' : 'despues',
      fecha === null ? String(posicion) : `${posicion}_${fecha}`,
    )
  }
  return query.size === 0 ? '/auditoria' : `/auditoria?${query}`
}
