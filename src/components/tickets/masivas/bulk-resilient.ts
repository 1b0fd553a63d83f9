import { unstable_rethrow } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { AGAIN, BULK_ACTIONS, type BulkFormAction, type BulkResult, type BulkState } from './bulk-state'

/**
 * In the browser, a request that failed becomes an answer: each of its tickets may be sent again as the same command.
 * What was asked for again is answered in its place, among the others.
 */
export function useResilientBulk(action: BulkFormAction): BulkFormAction {
  const t = useTranslations('masivas.cliente')
  // Without JavaScript the form must post to the Server Action itself.
  if (typeof window === 'undefined') return action
  return async (previous, form) => {
    try {
      return joined(previous, form, await action(previous, form))
    } catch (error) {
      unstable_rethrow(error)
      const lost = unanswered(previous, form, t('sinRespuesta'), t('resumenSinRespuesta'))
      return lost ? joined(previous, form, lost) : previous
    }
  }
}

function joined(previous: BulkState, form: FormData, next: BulkState): BulkState {
  if (previous.estado !== 'respondido') return next
  if (next.estado === 'error') return { ...previous, aviso: next.mensaje }
  if (next.estado !== 'respondido' || !form.has(AGAIN)) return next
  const fresh = new Map(next.resultados.map((result) => [result.ticketId, result]))
  const resultados = previous.resultados.map((result) => fresh.get(result.ticketId) ?? result)
  return { ...next, titulo: previous.titulo, resultados }
}

function unanswered(
  previous: BulkState,
  form: FormData,
  mensaje: string,
  titulo: string,
): Extract<BulkState, { estado: 'respondido' }> | null {
  const texts = (name: string) => form.getAll(name).filter((value) => typeof value === 'string')
  const text = (name: string) => texts(name)[0] ?? ''
  const accion = BULK_ACTIONS.find((name) => name === text('accion'))
  if (!accion) return null
  const known = previous.estado === 'respondido' ? previous.resultados : []
  const versions = new Map(texts('version').map((pair) => splitPair(pair)))
  const resultados = texts('seleccion').map((value): BulkResult => {
    const ticketId = Number(value)
    return {
      ticketId,
      titulo: known.find((result) => result.ticketId === ticketId)?.titulo ?? titleOnPage(ticketId),
      estado: 'sin_respuesta',
      mensaje,
      version: versions.get(ticketId) ?? 0,
      eventos: [],
    }
  })
  const lote = text('lote')
  return {
    estado: 'respondido',
    pedido: { lote, accion, valor: text(`valor-${accion}`) },
    lote,
    titulo,
    aviso: null,
    resultados,
  }
}

function splitPair(pair: string): [id: number, version: number] {
  const [id, version] = pair.split('.')
  return [Number(id), Number(version)]
}

function titleOnPage(ticketId: number): string {
  return document.querySelector(`[data-fila="${ticketId}"] [data-titulo]`)?.textContent ?? ''
}
