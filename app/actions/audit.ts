'use server'

import { refresh } from 'next/cache'
import { getTranslations } from 'next-intl/server'
import { dropSavedFilter, MAX_FILTROS, NombreFiltro, saveFilter } from '@/auth/saved-filters'
import { auditQueryString, auditUrl, readAuditUrl } from '@/components/auditoria/audit-url'
import type { FormState } from '@/components/form-state'
import { ConsultarAuditoria } from '@/domain/cuenta/commands'
import { consultationOf } from '@/io/auditoria/consultation'
import { getRuntime } from '@/runtime'
import { requireRole } from '../lib/session'
import { readAuditForm } from './audit-form'
import { FieldProblem, FormReader } from './form-reader'
import { giveCommand } from './give-command'
import { fieldState } from './results'

/**
 * Searches the log: notes it, then goes to the address that shows what was found. Only a form that is sent comes here;
 * what reads that address, turns its pages or loads it again, notes nothing.
 */
export async function buscarAuditoriaAction(_previous: FormState, formData: FormData): Promise<FormState> {
  await requireRole('admin', 'auditor')
  const form = new FormReader(formData)
  const consulta = await readAuditForm(form)
  const [comandoId, valores] = [form.text('comandoId'), form.draft()]
  if (consulta instanceof FieldProblem) return await fieldState(consulta, comandoId, valores)
  return await giveCommand({
    schema: ConsultarAuditoria,
    datos: consultationOf(readAuditUrl(consulta).filter),
    comandoId,
    version: undefined,
    valores,
    redirectTo: () => auditUrl(consulta),
  })
}

/** Keeps a search under a name of one's own. */
export async function guardarFiltroAction(_previous: FormState, formData: FormData): Promise<FormState> {
  const { id } = await requireRole('admin', 'auditor')
  const { db, newId } = await getRuntime()
  const form = new FormReader(formData)
  const [t, campo] = [await getTranslations('auditoria.guardados'), await getTranslations('comun.validacion')]
  const comandoId = form.text('comandoId')
  const refused = (mensaje: string) =>
    fieldState(new FieldProblem('nombre', mensaje), comandoId, form.draft())
  const nombre = NombreFiltro.safeParse(form.text('nombre'))
  if (!nombre.success) return await refused(campo('obligatorio'))
  const { consulta } = readAuditUrl(Object.fromEntries(new URLSearchParams(form.text('consulta'))))
  const kept = auditQueryString(consulta)
  if (kept === '') return await refused(t('sinFiltros'))
  const filter = { nombre: nombre.data, consulta: kept }
  if (!(await saveFilter(db.as('api_server'), id, filter, new Date().toISOString())))
    return await refused(t('repetido', { maximo: MAX_FILTROS }))
  refresh()
  return { estado: 'aceptado', comandoId: newId(), id, version: 0, mensaje: t('guardado') }
}

/** Drops one of one's own saved searches. */
export async function borrarFiltroAction(formData: FormData): Promise<void> {
  const { id } = await requireRole('admin', 'auditor')
  const { db } = await getRuntime()
  await dropSavedFilter(db.as('api_server'), id, new FormReader(formData).text('nombre'))
  refresh()
}
