import { timelineQuery } from '@projections/linea_tiempo/timeline'
import type { CommandResult, Conflict } from '@/commands/types'
import { OutcomeUnknown } from '@/commands/types'
import type { Command } from '@/domain/commands'
import { actorOf } from './caller'
import { etag } from './headers'
import { problem, type Reply, rejectionProblem } from './problem'
import type { Call } from './route'
import { toInteraccion } from './schemas'

/** Gives a caller's command through the one bus, and says what came of it. @param created its new stream's address */
export async function giveCommand(
  call: Call,
  comando: Command,
  created?: (id: number) => string,
): Promise<Reply> {
  const result = await dispatch(call, comando)
  if (result === null) return problem('RESULTADO_DESCONOCIDO', call.t, { headers: { 'Retry-After': '1' } })
  switch (result.estado) {
    case 'rechazado':
      return rejectionProblem(result.rechazo, call.t)
    case 'conflicto':
      return await conflictProblem(call, result)
    case 'aceptado': {
      const { comandoId, sujeto, version, posicion, repetido } = result
      const headers = { ETag: etag(version), ...(created && { Location: created(sujeto.id) }) }
      const body = { comandoId, id: sujeto.id, version, posicion, repetido }
      return { status: created ? 201 : 200, body, headers }
    }
  }
}

/** @returns null where the database did not answer: the same id, sent again, tells */
export async function dispatch(call: Call, comando: Command): Promise<CommandResult | null> {
  const { runtime, caller, comandoId, version } = call
  try {
    return await runtime.bus.dispatch({
      comandoId,
      actor: actorOf(caller),
      comando,
      versionVista: version,
      causaId: caller.causaId,
    })
  } catch (error) {
    if (error instanceof OutcomeUnknown) return null
    throw error
  }
}

/** 412 with what came between, as far as this caller may see it. */
async function conflictProblem(
  { runtime, caller, t }: Call,
  { sujeto, vista, actual }: Conflict,
): Promise<Reply> {
  const db = runtime.db.as('api_server')
  const between =
    sujeto.tipo === 'ticket' ? await timelineQuery(db, caller, sujeto.id, { desde: vista }) : { eventos: [] }
  const eventos = between.eventos.map(toInteraccion)
  return problem('CONFLICTO', t, { headers: { ETag: etag(actual) }, hechos: { vista, actual, eventos } })
}
