import { z } from 'zod'
import type { Rejection, RejectionCode } from '@/domain/rejections'
import type es from '@/i18n/es'
import { issueText } from '@/i18n/issue-text'
import { rejectionText } from '@/i18n/rejection-text'
import type { Words } from './words'

/** What keeps a request from being judged at all; the business's own rejections have their own codes beside these. */
export type ProblemCode = keyof typeof es.api.problema

/** A field of a request that was refused, and what was expected. */
export const CampoErroneo = z.object({
  campo: z.string(),
  mensaje: z.string(),
  esperado: z.string().nullable(),
})
type CampoErroneo = z.infer<typeof CampoErroneo>

/** Problem details, by RFC 9457: `codigo` is stable, `title` and `detail` are for people. */
export const Problema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  codigo: z.string(),
  hechos: z.record(z.string(), z.unknown()).optional(),
  campos: z.array(CampoErroneo).optional(),
})
type Problema = z.infer<typeof Problema>

/** An answer before it becomes a response. */
export interface Reply {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

const STATUS: Readonly<Record<ProblemCode, number>> = {
  PETICION_NO_VALIDA: 400,
  NO_AUTENTICADO: 401,
  ALCANCE_INSUFICIENTE: 403,
  SITIO_AJENO: 403,
  SOLO_TOKEN: 403,
  SIN_ACCESO: 403,
  NO_ENCONTRADO: 404,
  SIN_SELLO: 404,
  NO_COMPARABLE: 409,
  DEMASIADOS_WEBHOOKS: 409,
  CONFLICTO: 412,
  CUERPO_DEMASIADO_GRANDE: 413,
  TIPO_NO_ADMITIDO: 415,
  DEMASIADAS_PETICIONES: 429,
  ERROR: 500,
  RESULTADO_DESCONOCIDO: 503,
  NO_DISPONIBLE: 503,
}

const REJECTED: Readonly<Partial<Record<RejectionCode, number>>> = {
  TICKET_NO_ENCONTRADO: 404,
  SIN_PERMISO: 403,
  OCUPADO: 503,
  VERSION_DESCONOCIDA: 412,
  CUENTA_NO_ENCONTRADA: 404,
  AGENTE_NO_VALIDO: 422,
  SOLICITANTE_NO_VALIDO: 422,
  COMANDO_REUTILIZADO: 422,
}

const MEDIA = { 'Content-Type': 'application/problem+json' } as const

/** A problem of the request itself. @param rest members of its own, and headers */
export function problem(
  codigo: ProblemCode,
  t: Words,
  { headers = {}, ...rest }: { readonly headers?: Readonly<Record<string, string>> } & Partial<Problema> = {},
): Reply {
  const status = STATUS[codigo]
  const title = t(`api.problema.${codigo}`)
  const body = { type: typeOf(codigo), title, status, detail: title, codigo, ...rest }
  return { status, body, headers: { ...MEDIA, ...headers } }
}

/** Why a command was rejected, with the facts that explain it. */
export function rejectionProblem(rechazo: Rejection, t: Words): Reply {
  const { codigo, hechos } = rechazo
  const status = REJECTED[codigo] ?? 409
  const detail = rejectionText(rechazo, t)
  const body = { type: typeOf(codigo), title: t('api.rechazado'), status, detail, codigo, hechos }
  return { status, body, headers: { ...MEDIA, ...(codigo === 'OCUPADO' ? { 'Retry-After': '2' } : {}) } }
}

/** What a schema refused of a request, field by field. @param where what the fields are part of */
export function invalidProblem(issues: readonly z.core.$ZodIssue[], t: Words, where = ''): Reply {
  const campos = issues.flatMap((issue) => fieldsOf(issue, t, where))
  return problem('PETICION_NO_VALIDA', t, { campos, detail: summary(campos, t) })
}

/** Fields that are each well formed and all the same can't be taken, by name. */
export function fieldsProblem(names: readonly string[], mensaje: string, t: Words): Reply {
  const campos = names.map((campo) => ({ campo, mensaje, esperado: null }))
  return problem('PETICION_NO_VALIDA', t, { campos, detail: summary(campos, t) })
}

function summary(campos: readonly CampoErroneo[], t: Words): string {
  const said = campos.map(({ campo, mensaje, esperado }) =>
    esperado === null ? `${campo}: ${mensaje}` : `${campo}: ${mensaje} (${esperado})`,
  )
  return said.join(' ') || t('api.problema.PETICION_NO_VALIDA')
}

function fieldsOf(issue: z.core.$ZodIssue, t: Words, where: string): CampoErroneo[] {
  const path = [where, ...issue.path.map(String)].filter((part) => part !== '')
  const at = (...more: string[]) => [...path, ...more].join('.') || 'cuerpo'
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ campo: at(key), mensaje: t('api.desconocido'), esperado: null }))
  const mensaje = issueText(issue, t)
  return [{ campo: at(), mensaje, esperado: expected(issue) }]
}

/** What would have been taken, in a form that is the same in every language. */
function expected(issue: z.core.$ZodIssue): string | null {
  switch (issue.code) {
    case 'invalid_value':
      return issue.values.map(String).join(' | ')
    case 'invalid_type':
      return issue.expected
    case 'invalid_format':
      return issue.pattern ?? issue.format
    case 'too_small':
      return `${issue.inclusive === false ? '>' : '>='} ${issue.minimum}`
    case 'too_big':
      return `${issue.inclusive === false ? '<' : '<='} ${issue.maximum}`
    case 'not_multiple_of':
    case 'unrecognized_keys':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return null
  }
}

function typeOf(codigo: string): string {
  return `urn:bitacora:problema:${codigo.toLowerCase()}`
}
