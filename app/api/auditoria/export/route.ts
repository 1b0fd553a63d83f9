import { seesAudit } from '@projections/auditoria/filter'
import { readCheckpoint } from '@projections/engine/checkpoints'
import type { NextRequest } from 'next/server'
import { z } from 'zod'
import type { SessionUser } from '@/auth/session'
import { OutcomeUnknown } from '@/commands/types'
import { readAuditUrl } from '@/components/auditoria/audit-url'
import { Id, Ulid } from '@/domain/values'
import { consultationOf } from '@/io/auditoria/consultation'
import { type AuditExport, exportAudit } from '@/io/auditoria/export'
import { getRuntime } from '@/runtime'
import { getSessionUser } from '../../../lib/session'

const Fields = z.object({
  consulta: z.string().max(1000),
  formato: z.enum(['csv', 'jsonl']),
  hasta: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .pipe(Id),
  comandoId: Ulid,
  bom: z.literal('on').optional(),
})

const TYPES = { csv: 'text/csv; charset=utf-8', jsonl: 'application/x-ndjson; charset=utf-8' } as const

/**
 * Exports what the audit page has filtered, up to the position that it showed. The export is noted before its first
 * byte leaves; sent again under the same command it is the same export, noted once.
 */
export async function POST(request: NextRequest): Promise<Response> {
  if (isForeign(request)) return refuse(403)
  const user = await getSessionUser()
  if (!user) return refuse(401)
  if (!seesAudit(user)) return refuse(403)
  const fields = Fields.safeParse(Object.fromEntries(await request.formData()))
  if (!fields.success) return refuse(400)
  const { consulta, formato, hasta, comandoId, bom } = fields.data
  const { filter, problemas } = readAuditUrl(Object.fromEntries(new URLSearchParams(consulta)))
  // A filter that can't be read must not become an export of everything.
  if (problemas.length > 0) return refuse(400)
  const { db } = await getRuntime()
  const reader = db.as('api_server')
  if (hasta > (await readCheckpoint(reader, 'auditoria')).posicion) return refuse(409)
  const wanted: AuditExport = { filter, formato, hasta, bom: bom === 'on' }
  const refused = await note(user, comandoId, wanted)
  if (refused !== null) return refuse(refused)
  const parts = exportAudit(reader, user, wanted)
  return new Response(streamOf(parts), {
    headers: {
      'Content-Type': TYPES[formato],
      'Content-Disposition': `attachment; filename="auditoria-${hasta}.${formato}"`,
      'Cache-Control': 'no-store',
    },
  })
}

/** Notes the export. @returns the status of a refusal, or null */
async function note(user: SessionUser, comandoId: string, wanted: AuditExport): Promise<number | null> {
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

/** The reader's pace is the stream's: a part is asked for when the last one has gone. */
function streamOf(parts: AsyncGenerator<{ readonly texto: string }>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const part = await parts.next()
      if (part.done) controller.close()
      else controller.enqueue(encoder.encode(part.value.texto))
    },
    async cancel() {
      await parts.return(undefined)
    },
  })
}

/** True for a request that a page of another site sent: the cookie alone would not keep out one of the same domain. */
function isForeign(request: NextRequest): boolean {
  const origin = request.headers.get('origin')
  if (origin === null) return false
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host')
  return !URL.canParse(origin) || new URL(origin).host !== host
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: { 'Cache-Control': 'no-store' } })
}
