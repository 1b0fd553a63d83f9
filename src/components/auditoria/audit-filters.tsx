import { EVENT_KINDS, TIEMPOS } from '@projections/auditoria/filter'
import { Search } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { FormAction } from '@/components/form-state'
import { ActionForm } from '@/components/ui/action-form.client'
import { ButtonLink } from '@/components/ui/button'
import { SelectField, TextField } from '@/components/ui/fields.client'
import { SubmitButton } from '@/components/ui/submit-button.client'
import { type AuditQuery, auditQueryString } from './audit-url'

interface AuditFiltersProps {
  consulta: AuditQuery
  /** The accounts that are filtered by, as a person names them. */
  correos: { readonly actor: string; readonly cuenta: string }
  action: FormAction
  comandoId: string
}

/** The search form. It is sent to the server, which notes the search and then goes to its address. */
export function AuditFilters({ consulta, correos, action, comandoId }: AuditFiltersProps) {
  const t = useTranslations('auditoria.filtro')
  const key = auditQueryString(consulta)
  return (
    <search aria-label={t('etiqueta')} className="rounded-xl border border-line bg-surface p-4 sm:p-5">
      {/* Keyed: the fields show what the address says, after every link. */}
      <ActionForm key={key} action={action} comandoId={comandoId} quiet className="gap-4">
        <Main consulta={consulta} actor={correos.actor} />
        <More consulta={consulta} cuenta={correos.cuenta} />
        <div className="flex flex-wrap items-center gap-2">
          <SubmitButton>
            <Search aria-hidden />
            {t('buscar')}
          </SubmitButton>
          {key !== '' && (
            <ButtonLink variant="ghost" href="/auditoria" prefetch={false}>
              {t('quitar')}
            </ButtonLink>
          )}
          <p className="text-xs text-muted sm:ml-auto">{t('nota')}</p>
        </div>
      </ActionForm>
    </search>
  )
}

const GRID = 'grid grid-cols-2 items-end gap-x-3 gap-y-4 lg:grid-cols-4'

function Main({ consulta, actor }: { consulta: AuditQuery; actor: string }) {
  const t = useTranslations('auditoria.filtro')
  const tipo = useTranslations('auditoria.tipo')
  const any = { value: '', label: t('cualquiera') }
  return (
    <div className={GRID}>
      <div className="col-span-2 lg:col-span-4">
        <TextField
          name="texto"
          type="search"
          label={t('texto')}
          hint={t('textoAyuda')}
          required={false}
          maxLength={100}
          defaultValue={consulta.texto}
        />
      </div>
      <div className="col-span-2 lg:col-span-1">
        <TextField
          name="actor"
          label={t('actor')}
          placeholder={t('cuentaEjemplo')}
          required={false}
          defaultValue={actor}
          autoComplete="off"
        />
      </div>
      <SelectField
        name="tipo"
        label={t('tipo')}
        defaultValue={consulta.tipo ?? ''}
        options={[any, ...EVENT_KINDS.map((value) => ({ value, label: tipo(value) }))]}
      />
      <TextField
        name="ticket"
        label={t('ticket')}
        placeholder={t('ticketEjemplo')}
        inputMode="numeric"
        required={false}
        defaultValue={consulta.ticket}
        autoComplete="off"
      />
      <div className="col-span-2 lg:col-span-1">
        <SelectField
          name="interno"
          label={t('interno')}
          defaultValue={consulta.interno ?? ''}
          options={(['', 'si', 'no'] as const).map((value) => ({
            value,
            label: t(`interno_${value === '' ? 'todo' : value}`),
          }))}
        />
      </div>
      <Moment name="desde" value={consulta.desde} />
      <Moment name="hasta" value={consulta.hasta} />
      <div className="col-span-2">
        <SelectField
          name="tiempo"
          label={t('tiempo')}
          defaultValue={consulta.tiempo ?? 'negocio'}
          options={TIEMPOS.map((value) => ({ value, label: t(`tiempo_${value}`) }))}
        />
      </div>
    </div>
  )
}

/** A day, which is what people ask for; an address that says a minute keeps it. */
function Moment({ name, value }: { name: 'desde' | 'hasta'; value: string | undefined }) {
  const t = useTranslations('auditoria.filtro')
  const type = value === undefined || /^\d{4}-\d\d-\d\d$/.test(value) ? 'date' : 'text'
  return (
    <TextField
      name={name}
      type={type}
      label={t(name)}
      required={false}
      defaultValue={value}
      autoComplete="off"
    />
  )
}

function More({ consulta, cuenta }: { consulta: AuditQuery; cuenta: string }) {
  const t = useTranslations('auditoria.filtro')
  const used = [consulta.cuenta, consulta.comando, consulta.correlacion].some((value) => value !== undefined)
  const id = {
    placeholder: t('ulid'),
    required: false,
    maxLength: 26,
    autoComplete: 'off',
    className: 'font-mono',
  }
  return (
    <details open={used}>
      <summary className="inline-block rounded text-sm text-muted hover:text-ink">{t('mas')}</summary>
      <div className="mt-3 grid items-end gap-x-3 gap-y-4 sm:grid-cols-3">
        <TextField
          name="cuenta"
          label={t('cuenta')}
          placeholder={t('cuentaEjemplo')}
          required={false}
          defaultValue={cuenta}
          autoComplete="off"
        />
        <TextField name="comando" label={t('comando')} {...id} defaultValue={consulta.comando} />
        <TextField name="correlacion" label={t('correlacion')} {...id} defaultValue={consulta.correlacion} />
      </div>
    </details>
  )
}
