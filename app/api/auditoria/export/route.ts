import { seesAudit } from '@projections/auditoria/filter'
import { readCheckpoint } from '@projections/engine/checkpoints'
import type { NextRequest } from 'next/server'
import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { isOwnSite } from '@/api/request-facts'
import { streamOf } from '@/api/stream-body'
import type { SessionUser } from '@/auth/session'
import { OutcomeUnknown } from '@/commands/types'
import { readAuditUrl } from '@/components/auditoria/audit-url'
import { FormatoExportacion } from '@/domain/cuenta/consulta'
import { Id, Ulid } from '@/domain/values'
import { consultationOf } from '@/io/auditoria/consultation'
import { type AuditExport, exportAudit } from '@/io/auditoria/export'
import { getRuntime } from '@/runtime'
import { getSessionUser } from '../../../lib/session'

const Fields = z.object({
  consulta: z.string().max(1000),
  formato: FormatoExportacion,
  hasta: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .pipe(Id),
  comandoId: Ulid,
  bom: z.literal('on').optional(),
  /** Asks only whether the export would be given: what a page must know before it leaves the rest to the browser. */
  comprobar: z.literal('on').optional(),
})

const TYPES: Readonly<Record<FormatoExportacion, string>> = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/x-ndjson; charset=utf-8',
  xes: 'application/xml; charset=utf-8',
}

const NO_STORE = { 'Cache-Control': 'no-store' } as const

/**
 * Exports what the audit page has filtered, up to the position that it showed. The export is noted before its first
 * byte leaves; sent again under the same command it is the same export, noted once.
 */
export async function POST(request: NextRequest): Promise<Response> {
  if (!isOwnSite(request.headers)) return await refuse(403)
  const user = await getSessionUser()
  if (!user) return await refuse(401)
  if (!seesAudit(user)) return await refuse(403)
  const fields = Fields.safeParse(Object.fromEntries(await request.formData()))
  if (!fields.success) return await refuse(400)
  const { consulta, formato, hasta, comandoId, bom, comprobar } = fields.data
  const { filter, problemas } = readAuditUrl(Object.fromEntries(new URLSearchParams(consulta)))
  // A filter that can't be read must not become an export of everything.
  if (problemas.length > 0) return await refuse(400)
  const { db } = await getRuntime()
  const reader = db.as('api_server')
  if (hasta > (await readCheckpoint(reader, 'auditoria')).posicion) return await refuse(409)
  if (comprobar === 'on') return new Response(null, { status: 204, headers: NO_STORE })
  const wanted: AuditExport = { filter, formato, hasta, bom: bom === 'on' }
  const refused = await note(user, comandoId, wanted)
  if (refused !== null) return await refuse(refused)
  const parts = exportAudit(reader, user, wanted)
  return new Response(streamOf(parts), {
    headers: {
      'Content-Type': TYPES[formato],
      'Content-Disposition': `attachment; filename="auditoria-${hasta}.${formato}"`,
      ...NO_STORE,
    },
  })
}

/** Notes the export. @returns the status of a refusal, or null */
async function note(user: SessionUser, comandoId: string, wanted: AuditExport): Promise<Refused | null> {
  const { bus } = await getRuntime()
  const actor = { tipo: 'persona', id: user.id, rol: user.rol } as const
  try {
    const result = await bus.dispatch({ comandoId, actor, comando: consultationOf(wanted.filter, wanted) })
    if (result.estado === 'aceptado') return null
    return result.estado === 'rechazado' && result.rechazo.codigo === 'SIN_PERMISO' ? 403 : 409
  } catch (error) {
    if (error instanceof OutcomeUnknown) return 503
    throw error
  }
}

const REFUSALS = { 400: 'peticion', 401: 'sesion', 403: 'permiso', 409: 'posicion', 503: 'ocupado' } as const
type Refused = keyof typeof REFUSALS

/** Says in the person's language what is wrong: without scripts the browser shows just this. */
async function refuse(status: Refused): Promise<Response> {
  const t = await getTranslations('auditoria.exportar.rechazo')
  const headers = { ...NO_STORE, 'Content-Type': 'text/plain; charset=utf-8' }
  return new Response(t(REFUSALS[status]), { status, headers })
}
