'use server'

import { readHead } from '@projections/engine/head'
import { refresh } from 'next/cache'
import { getTranslations } from 'next-intl/server'
import { dispatchBulk } from '@/commands/bulk'
import type { BulkState } from '@/components/tickets/masivas/bulk-state'
import { BULK_LIMIT } from '@/domain/ticket/bulk'
import { getRuntime } from '@/runtime'
import { keepPosition } from '../lib/position'
import { getSessionUser } from '../lib/session'
import { readBulkForm } from './bulk-form'
import { bulkResults, bulkTitle } from './bulk-results'

/**
 * One change of many tickets: a command for each, judged at the version that was seen in its row, and an answer for
 * each. The actor is the session's person; the bus judges every command with the account as it is at that moment.
 */
export async function cambiarVariosAction(_previous: BulkState, form: FormData): Promise<BulkState> {
  const [user, { bus, db, newId }, t] = await Promise.all([
    getSessionUser(),
    getRuntime(),
    getTranslations('masivas.error'),
  ])
  const read = readBulkForm(form)
  const sent = form.get('lote')
  const lote = typeof sent === 'string' && sent !== '' ? sent : newId()
  const fail = (mensaje: string): BulkState => ({ estado: 'error', lote, mensaje })
  if (!user) return fail(t('sesion'))
  if ('clave' in read) return fail(t(read.clave, { tope: BULK_LIMIT, cuantos: read.cuantos }))
  const actor = { tipo: 'persona', id: user.id, rol: user.rol } as const
  const answers = await dispatchBulk(bus, actor, read.request)
  if (answers === null) return fail(t('permiso'))
  const reader = db.as('api_server')
  await keepPosition(await readHead(reader))
  refresh()
  const [titulo, resultados] = await Promise.all([
    bulkTitle(reader, read.request.cambio),
    bulkResults(reader, user, answers),
  ])
  return { estado: 'respondido', pedido: read.pedido, lote: newId(), titulo, aviso: null, resultados }
}
