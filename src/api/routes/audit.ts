import { readEntries } from '@projections/auditoria/entries'
import { AuditFilter, EVENT_KINDS, TIEMPOS } from '@projections/auditoria/filter'
import { searchAuditQuery } from '@projections/auditoria/search'
import { awaitProjection } from '@projections/engine/await'
import { readCheckpoint } from '@projections/engine/checkpoints'
import { readHead } from '@projections/engine/head'
import { z } from 'zod'
import { FormatoExportacion } from '@/domain/cuenta/consulta'
import { lineText } from '@/domain/text'
import { Id, Ulid } from '@/domain/values'
import { EXPORT_TYPES, exportAudit } from '@/io/auditoria/export'
import { noteConsultation } from '@/io/auditoria/note'
import { AuditPlaceText, writeAuditPlace } from '../audit-cursor'
import { actorOf } from '../caller'
import { Momento } from '../moment'
import { fieldsProblem, problem, type Reply, rejectionProblem } from '../problem'
import { type Call, defineRoute, NADA, SIN_CUERPO } from '../route'
import { digits, IdTexto, PaginaDeAuditoria } from '../schemas'
import { streamOf } from '../stream-body'

const grupo = 'auditoria'
const PATIENCE_MS = 500

const filtros = {
  actor: IdTexto.optional(),
  ticket: IdTexto.optional(),
  cuenta: IdTexto.optional(),
  tipo: z.enum(EVENT_KINDS).optional(),
  interno: z.enum(['si', 'no']).optional(),
  texto: lineText(1, 100).optional(),
  tiempo: z.enum(TIEMPOS).default('negocio'),
  desde: Momento('desde').optional(),
  hasta: Momento('hasta').optional(),
  comando: Ulid.optional(),
  correlacion: Ulid.optional(),
}
const Filtros = z.object(filtros)

function filterOf({ interno, ...rest }: z.output<typeof Filtros>): AuditFilter {
  return AuditFilter.parse({ ...rest, interno: interno === undefined ? null : interno === 'si' })
}

export const searchAuditoria = defineRoute({
  nombre: 'searchAuditoria',
  grupo,
  metodo: 'GET',
  ruta: '/api/auditoria',
  alcance: 'audit',
  soloToken: true,
  params: NADA,
  consulta: z.strictObject({
    ...filtros,
    cursor: AuditPlaceText.optional(),
    limite: digits.pipe(z.number().int().min(1).max(200)).default(50).meta({ ejemplo: '50' }),
  }),
  cuerpo: SIN_CUERPO,
  salida: { status: 200, cuerpo: PaginaDeAuditoria },
  async handle(call, { consulta: { cursor, limite, ...asked } }) {
    const db = call.runtime.db.as('api_server')
    const filter = filterOf(asked)
    // A further page gives its search's own command again: that is noted once, and of other filters it is refused.
    const comando = cursor?.comando ?? call.comandoId
    const refused = await note({ ...call, comandoId: comando }, filter)
    if (refused) return refused
    await awaitProjection(db, ['auditoria'], await readHead(db), PATIENCE_MS)
    const page = await searchAuditQuery(db, call.caller, filter, { limite, cursor: cursor ?? null })
    const eventos = (await readEntries(db, page.filas)).map(({ fila, autor, autorRol, evento }) => {
      const { usuarioId, orden: _, ...sobre } = evento.sobre
      const contenido = 'contenido' in evento ? evento.contenido : null
      const { tipo, datos } = evento
      return { ...sobre, autorId: usuarioId, autor, autorRol, tipo, datos, contenido, huella: fila.huella }
    })
    const { siguiente, interrumpida } = page
    const next = siguiente && writeAuditPlace({ ...siguiente, comando })
    return { status: 200, body: { eventos, siguiente: next, interrumpida } }
  },
})

/** Notes what is asked before anything of it is given. @returns why it can't be, or null */
async function note(
  { runtime, caller, comandoId, t }: Call,
  filter: AuditFilter,
  exported?: Parameters<typeof noteConsultation>[3],
): Promise<Reply | null> {
  const who = { comandoId, actor: actorOf(caller), causaId: caller.causaId }
  const against = await noteConsultation(runtime.bus, who, filter, exported)
  if (against === null) return null
  if (against === 'DESCONOCIDO') return problem('RESULTADO_DESCONOCIDO', t)
  // The command's id came with the cursor: it is another search's, or somebody else's.
  if (against.codigo === 'COMANDO_REUTILIZADO')
    return fieldsProblem(['cursor'], t('comun.validacion.otro'), t)
  return rejectionProblem(against, t)
}

export const exportAuditoria = defineRoute({
  nombre: 'exportAuditoria',
  grupo,
  metodo: 'GET',
  ruta: '/api/auditoria/exportacion',
  alcance: 'audit',
  soloToken: true,
  params: NADA,
  consulta: z.strictObject({ ...filtros, formato: FormatoExportacion, posicion: digits.pipe(Id).optional() }),
  cuerpo: SIN_CUERPO,
  salida: { status: 200, cuerpo: 'application/octet-stream' },
  async handle(call, { consulta: { formato, posicion, ...asked } }) {
    const db = call.runtime.db.as('api_server')
    const head = posicion ?? (await readHead(db))
    await awaitProjection(db, ['auditoria'], head, PATIENCE_MS)
    // What is exported must not depend on how far something had come.
    if (head > (await readCheckpoint(db, 'auditoria')).posicion) return problem('NO_COMPARABLE', call.t)
    const wanted = { filter: filterOf(asked), formato, hasta: head }
    if (head > 0) {
      const refused = await note(call, wanted.filter, wanted)
      if (refused) return refused
    }
    const parts = exportAudit(db, call.caller, wanted)
    const name = `attachment; filename="auditoria-${head}.${formato}"`
    return new Response(streamOf(parts), {
      headers: { 'Content-Type': EXPORT_TYPES[formato], 'Content-Disposition': name },
    })
  },
})
