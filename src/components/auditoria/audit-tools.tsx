import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { SavedFilter } from '@/auth/saved-filters'
import type { FormAction } from '@/components/form-state'
import { ActionForm } from '@/components/ui/action-form.client'
import { TextField } from '@/components/ui/fields.client'
import { Bookmark, ChevronDown, Download, Trash2 } from '@/components/ui/icons'
import { type PlainAction, PlainForm } from '@/components/ui/plain-form.client'
import { SubmitButton } from '@/components/ui/submit-button.client'
import { type AuditQuery, auditQueryString } from './audit-url'
import { ExportForm } from './export-form.client'

interface AuditToolsProps {
  consulta: AuditQuery
  guardados: readonly SavedFilter[]
  /** The position that an export goes up to. */
  hasta: number
  actions: {
    readonly buscar: FormAction
    readonly guardar: FormAction
    readonly borrar: PlainAction
  }
  newId: () => string
}

/** What can be done with a search: keep it, do one again that was kept, take what it finds away. */
export function AuditTools({ consulta, guardados, hasta, actions, newId }: AuditToolsProps) {
  const t = useTranslations('auditoria')
  const query = auditQueryString(consulta)
  return (
    <div className="grid items-start gap-3 md:grid-cols-2">
      <Panel icon={<Bookmark className="size-4" />} title={t('guardados.titulo')}>
        <SavedFilters guardados={guardados} actions={actions} newId={newId} />
        {query === '' ? (
          <p className="text-sm text-muted">{t('guardados.sinFiltros')}</p>
        ) : (
          <ActionForm
            action={actions.guardar}
            comandoId={newId()}
            hidden={{ consulta: query }}
            className="gap-3"
          >
            <TextField name="nombre" label={t('guardados.nombre')} maxLength={80} autoComplete="off" />
            <div>
              <SubmitButton variant="secondary">{t('guardados.guardar')}</SubmitButton>
            </div>
          </ActionForm>
        )}
      </Panel>
      <Panel icon={<Download className="size-4" />} title={t('exportar.titulo')}>
        <ExportForm
          consulta={query}
          hasta={hasta}
          comandoId={newId()}
          words={exportWords(t)}
          ayuda={t('exportar.ayuda', { hasta })}
        />
      </Panel>
    </div>
  )
}

function exportWords(t: ReturnType<typeof useTranslations<'auditoria'>>) {
  return {
    formato: t('exportar.formato'),
    csv: t('exportar.csv'),
    jsonl: t('exportar.jsonl'),
    xes: t('exportar.xes'),
    bom: t('exportar.bom'),
    boton: t('exportar.boton'),
    comprobando: t('exportar.comprobando'),
    pedida: t('exportar.pedida'),
    sinConexion: t('exportar.sinConexion'),
  }
}

function Panel({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) {
  return (
    <details className="group/panel rounded-xl border border-line bg-surface">
      <summary className="flex min-h-11 list-none items-center gap-2 rounded-xl px-4 text-sm font-medium [&::-webkit-details-marker]:hidden">
        {icon}
        {title}
        <ChevronDown className="ml-auto size-4 text-muted transition-transform group-open/panel:rotate-180" />
      </summary>
      <div className="flex flex-col gap-4 border-t border-line p-4">{children}</div>
    </details>
  )
}

function SavedFilters({
  guardados,
  actions,
  newId,
}: Pick<AuditToolsProps, 'guardados' | 'actions' | 'newId'>) {
  const t = useTranslations('auditoria.guardados')
  if (guardados.length === 0) return <p className="text-sm text-muted">{t('ninguno')}</p>
  return (
    <ul className="flex flex-col gap-1">
      {guardados.map(({ nombre, consulta }) => (
        <li key={nombre} className="flex items-center gap-2">
          {/* To apply one is a search like any other: it is sent, and noted. */}
          <ActionForm
            action={actions.buscar}
            comandoId={newId()}
            hidden={Object.fromEntries(new URLSearchParams(consulta))}
            quiet
            className="min-w-0 flex-1"
          >
            <SubmitButton variant="ghost" size="sm" className="w-full justify-start text-left wrap-anywhere">
              {nombre}
            </SubmitButton>
          </ActionForm>
          <PlainForm action={actions.borrar}>
            <input type="hidden" name="nombre" value={nombre} />
            <SubmitButton
              variant="ghost"
              size="icon"
              aria-label={t('borrar', { nombre })}
              title={t('borrar', { nombre })}
            >
              <Trash2 />
            </SubmitButton>
          </PlainForm>
        </li>
      ))}
    </ul>
  )
}
