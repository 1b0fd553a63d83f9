import { getTranslations } from 'next-intl/server'
import { type AuditField, type AuditQuery, readAuditUrl } from '@/components/auditoria/audit-url'
import { FILTROS_AUDITORIA } from '@/domain/cuenta/consulta'
import { FieldProblem, type FormReader } from './form-reader'
import { findCuentaId } from './solicitante'

const PROBLEMS: Partial<Readonly<Record<AuditField, 'fechaMal' | 'ulidMal'>>> = {
  desde: 'fechaMal',
  hasta: 'fechaMal',
  comando: 'ulidMal',
  correlacion: 'ulidMal',
}

/**
 * What the search form asks for, as its address will say it: accounts may be typed by their mail address. The caller
 * has made sure that whoever asks may know who has an account.
 */
export async function readAuditForm(form: FormReader): Promise<AuditQuery | FieldProblem> {
  const typed: Record<string, string> = {}
  for (const campo of [...FILTROS_AUDITORIA, 'texto']) typed[campo] = form.text(campo).trim()
  typed.ticket = (typed.ticket ?? '').replace(/^#/, '')
  for (const campo of ['comando', 'correlacion']) typed[campo] = (typed[campo] ?? '').toUpperCase()
  for (const campo of ['actor', 'cuenta'] as const) {
    const name = typed[campo] ?? ''
    if (name === '') continue
    const id = await findCuentaId(name)
    if (id === null)
      return new FieldProblem(campo, (await getTranslations('auditoria.filtro'))('cuentaDesconocida'))
    typed[campo] = String(id)
  }
  // When something happened is what a period means where nothing else is said; and without a period it means nothing.
  if (typed.tiempo === 'negocio' || (typed.desde === '' && typed.hasta === '')) typed.tiempo = ''
  const { consulta, problemas } = readAuditUrl(typed)
  const [wrong] = problemas
  if (wrong === undefined) return consulta
  const key = PROBLEMS[wrong]
  const mensaje =
    key === undefined
      ? (await getTranslations('comun.validacion'))(wrong === 'ticket' ? 'numero' : 'otro')
      : (await getTranslations('auditoria.filtro'))(key)
  return new FieldProblem(wrong, mensaje)
}
