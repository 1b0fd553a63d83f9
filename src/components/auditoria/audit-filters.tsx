import { EVENT_KINDS, TIEMPOS } from '@projections/auditoria/filter'
import { useTranslations } from 'next-intl'
import type { FormAction } from '@/components/form-state'
import { ActionForm } from '@/components/ui/action-form.client'
import { ButtonLink } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { SelectField, TextField } from '@/components/ui/fields.client'
import { ChevronDown, Search } from '@/components/ui/icons'
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
            <Search />
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

const GRID = 'grid grid-cols-2 items-end gap-x-3 gap-y-4'

function Main({ consulta, actor }: { consulta: AuditQuery; actor: string }) {
  const t = useTranslations('auditoria.filtro')
  const tipo = useTranslations('auditoria.tipo')
  const any = { value: '', label: t('cualquiera') }
  return (
    <div className={cn(GRID, 'lg:grid-cols-[1.6fr_1.4fr_0.8fr_1fr_1fr]')}>
      <div className="col-span-full">
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
      <Moment name="desde" value={consulta.desde} />
      <Moment name="hasta" value={consulta.hasta} />
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
  const used = [
    consulta.interno,
    consulta.tiempo,
    consulta.cuenta,
    consulta.comando,
    consulta.correlacion,
  ].some((value) => value !== undefined)
  const id = {
    placeholder: t('ulid'),
    required: false,
    maxLength: 26,
    autoComplete: 'off',
    className: 'font-mono',
  }
  return (
    <details open={used} className="group/mas">
      <summary className="inline-flex min-h-6 list-none items-center gap-1 rounded text-sm text-muted hover:text-ink [&::-webkit-details-marker]:hidden">
        {t('mas')}
        <ChevronDown className="size-4 shrink-0 transition-transform group-open/mas:rotate-180" />
      </summary>
      <div className={cn(GRID, 'mt-3 lg:grid-cols-[1fr_1fr_1.2fr_1.5fr_1.5fr]')}>
        <SelectField
          name="interno"
          label={t('interno')}
          defaultValue={consulta.interno ?? ''}
          options={(['', 'si', 'no'] as const).map((value) => ({
            value,
            label: t(`interno_${value === '' ? 'todo' : value}`),
          }))}
        />
        <SelectField
          name="tiempo"
          label={t('tiempo')}
          defaultValue={consulta.tiempo ?? 'negocio'}
          options={TIEMPOS.map((value) => ({ value, label: t(`tiempo_${value}`) }))}
        />

        <div className="col-span-2 lg:col-span-1">
          <TextField
            name="cuenta"
            label={t('cuenta')}
            placeholder={t('cuentaEjemplo')}
            required={false}
            defaultValue={cuenta}
            autoComplete="off"
          />
        </div>
        <div className="col-span-2 lg:col-span-1">
          <TextField name="comando" label={t('comando')} {...id} defaultValue={consulta.comando} />
        </div>
        <div className="col-span-2 lg:col-span-1">
          <TextField
            name="correlacion"
            label={t('correlacion')}
            {...id}
            defaultValue={consulta.correlacion}
          />
        </div>
      </div>
    </details>
  )
}
