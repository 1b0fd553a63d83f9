import { seesAudit } from '@projections/auditoria/filter'
import { readCheckpoint } from '@projections/engine/checkpoints'
import type { NextRequest } from 'next/server'
import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { isOwnSite } from '@/api/request-facts'
import { streamOf } from '@/api/stream-body'
import { readAuditUrl } from '@/components/auditoria/audit-url'
import { FormatoExportacion } from '@/domain/cuenta/consulta'
import type { Rejection } from '@/domain/rejections'
import { Id, Ulid } from '@/domain/values'
import { type AuditExport, EXPORT_TYPES, exportAudit } from '@/io/auditoria/export'
import { noteConsultation } from '@/io/auditoria/note'
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

const NO_STORE = { 'Cache-Control': 'no-store' } as const

/**
 * Exports what the audit page has filtered, up to the position that it showed. The export is noted before its first
 * byte leaves; sent again under the same command it is the same export, noted once.
 */
export async function POST(request: NextRequest): Promise<Response> {
  if (!isOwnSite(request.headers)) return await refuse('permiso')
  const user = await getSessionUser()
  if (!user) return await refuse('sesion')
  if (!seesAudit(user)) return await refuse('permiso')
  // What is no form can't be read as one.
  const form = await request.formData().catch(() => [])
  const fields = Fields.safeParse(Object.fromEntries(form))
  if (!fields.success) return await refuse('peticion')
  const { consulta, formato, hasta, comandoId, bom, comprobar } = fields.data
  const { filter, problemas } = readAuditUrl(Object.fromEntries(new URLSearchParams(consulta)))
  // A filter that can't be read must not become an export of everything.
  if (problemas.length > 0) return await refuse('peticion')
  const { db, bus } = await getRuntime()
  const reader = db.as('api_server')
  if (hasta > (await readCheckpoint(reader, 'auditoria')).posicion) return await refuse('posicion')
  if (comprobar === 'on') return new Response(null, { status: 204, headers: NO_STORE })
  const wanted: AuditExport = { filter, formato, hasta, bom: bom === 'on' }
  const actor = { tipo: 'persona', id: user.id, rol: user.rol } as const
  const against = await noteConsultation(bus, { comandoId, actor }, filter, wanted)
  if (against !== null) return await refuse(refusalOf(against))
  const parts = exportAudit(reader, user, wanted)
  return new Response(streamOf(parts), {
    headers: {
      'Content-Type': EXPORT_TYPES[formato],
      'Content-Disposition': `attachment; filename="auditoria-${hasta}.${formato}"`,
      ...NO_STORE,
    },
  })
}

const REFUSALS = {
  peticion: 400,
  sesion: 401,
  permiso: 403,
  posicion: 409,
  saturado: 503,
  ocupado: 503,
} as const
type Refused = keyof typeof REFUSALS

function refusalOf(against: Rejection | 'DESCONOCIDO'): Refused {
  if (against === 'DESCONOCIDO') return 'ocupado'
  if (against.codigo === 'OCUPADO') return 'saturado'
  return against.codigo === 'SIN_PERMISO' ? 'permiso' : 'posicion'
}

/** Says in the person's language what is wrong: without scripts the browser shows just this. */
async function refuse(why: Refused): Promise<Response> {
  const t = await getTranslations('auditoria.exportar.rechazo')
  const status = REFUSALS[why]
  const wait = status === 503 ? { 'Retry-After': '2' } : {}
  const headers = { ...NO_STORE, ...wait, 'Content-Type': 'text/plain; charset=utf-8' }
  return new Response(t(why), { status, headers })
}
