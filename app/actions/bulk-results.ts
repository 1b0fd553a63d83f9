import { betweenQuery } from '@projections/linea_tiempo/between'
import { titlesQuery } from '@projections/tickets/titles'
import { peopleQuery } from '@projections/usuarios/people'
import { getTranslations } from 'next-intl/server'
import type { BulkAnswer, BulkOutcome } from '@/commands/bulk'
import { describeChange } from '@/components/tickets/linea/event-text'
import type { BulkOutcomeKind, BulkResult } from '@/components/tickets/masivas/bulk-state'
import type { Connection } from '@/db/client'
import type { BulkChange } from '@/domain/ticket/bulk'
import type { Viewer } from '@/domain/viewer'
import { explainRejection } from './results'

/** What became of each ticket, in the reader's language: three queries, however many there are. */
export async function bulkResults(
  db: Connection,
  viewer: Viewer,
  answers: readonly BulkAnswer[],
): Promise<BulkResult[]> {
  const stretches = answers.flatMap(({ ticketId, resultado }) =>
    resultado.estado === 'conflicto' ? [{ ticketId, vista: resultado.vista, actual: resultado.actual }] : [],
  )
  const [titles, between, t] = await Promise.all([
    titlesQuery(
      db,
      viewer,
      answers.map(({ ticketId }) => ticketId),
    ),
    betweenQuery(db, viewer, stretches),
    getTranslations(),
  ])
  return await Promise.all(
    answers.map(async ({ ticketId, vista, resultado }) => ({
      ticketId,
      titulo: titles.get(ticketId) ?? t('masivas.sinTitulo', { id: String(ticketId) }),
      estado: kindOf(resultado),
      mensaje: await messageOf(resultado),
      version: resultado.estado === 'conflicto' ? resultado.actual : vista,
      eventos: (between.get(ticketId) ?? []).map((item) => describeChange(item, t)),
    })),
  )
}

/** What a change is called, with its value in the reader's language. */
export async function bulkTitle(db: Connection, cambio: BulkChange): Promise<string> {
  const t = await getTranslations()
  switch (cambio.tipo) {
    case 'asignar': {
      const { a } = cambio
      const nombre = a === null ? undefined : (await peopleQuery(db, [a])).get(a)?.nombre
      return t('masivas.titulo.asignar', { valor: nombre ?? t('tickets.campo.nadie') })
    }
    case 'cambiar_estado':
      return t('masivas.titulo.cambiar_estado', { valor: t(`dominio.estado.${cambio.a}`) })
    case 'cambiar_prioridad':
      return t('masivas.titulo.cambiar_prioridad', { valor: t(`dominio.prioridad.${cambio.a}`) })
    case 'cerrar_ticket':
      return t('masivas.titulo.cerrar_ticket', { valor: t(`dominio.motivo.${cambio.motivo}`) })
  }
}

function kindOf(resultado: BulkOutcome): BulkOutcomeKind {
  switch (resultado.estado) {
    case 'aceptado':
      return 'hecho'
    case 'conflicto':
      return 'conflicto'
    case 'desconocido':
      return 'sin_respuesta'
    case 'rechazado': {
      const { codigo } = resultado.rechazo
      // A full queue did nothing, and takes the same command a moment later.
      if (codigo === 'OCUPADO') return 'sin_respuesta'
      return codigo === 'SIN_CAMBIOS' ? 'sin_cambios' : 'rechazado'
    }
  }
}

async function messageOf(resultado: BulkOutcome): Promise<string | null> {
  switch (resultado.estado) {
    case 'aceptado':
      return null
    case 'conflicto':
      return (await getTranslations('masivas'))('conflicto')
    case 'desconocido':
      return (await getTranslations('masivas.cliente'))('sinRespuesta')
    case 'rechazado':
      return await explainRejection(resultado.rechazo)
  }
}
