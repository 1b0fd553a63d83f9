import { ESPERADOS, orderFor, type TicketFilter } from '@projections/tickets/list'
import { ORDENES_DE_BUSQUEDA } from '@projections/tickets/list-shapes'
import type { Agent } from '@projections/usuarios/list'
import Form from 'next/form'
import { useTranslations } from 'next-intl'
import type { PastMoment } from '@/components/tickets/tiempo/moment-url'
import { ButtonLink } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { ListFilter } from '@/components/ui/icons'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { SubmitButton } from '@/components/ui/submit-button.client'
import { PRIORIDADES } from '@/domain/values'
import { seesOnlyOwn, type Viewer } from '@/domain/viewer'
import { isFiltered, listUrl, unfilteredUrl } from './list-url'

interface ListFiltersProps {
  filter: TicketFilter
  viewer: Viewer
  agents: readonly Agent[]
  momento: PastMoment | null
}

/** What the list is narrowed down by: a GET form, so that the address holds it all. The past is not sorted nor searched. */
export function ListFilters({ filter, viewer, agents, momento }: ListFiltersProps) {
  const t = useTranslations('tickets')
  const prioridad = useTranslations('dominio.prioridad')
  const { estado, orden } = filter
  return (
    <search aria-label={t('lista.filtros')}>
      {/* Keyed by the filter: the fields show what the address says, after every link. */}
      <Form
        key={listUrl(filter, { momento })}
        action="/tickets"
        className="grid grid-cols-2 items-end gap-3 sm:grid-cols-3 lg:flex lg:flex-wrap [&>div]:min-w-0 [&>div]:lg:flex-1"
      >
        {estado !== null && <input type="hidden" name="estado" value={estado} />}
        {filter.solicitante !== null && <input type="hidden" name="solicitante" value={filter.solicitante} />}
        {momento ? (
          <input type="hidden" name="momento" value={momento.texto} />
        ) : (
          <TextFilter texto={filter.texto} />
        )}
        <Field id="filtro-prioridad" label={t('campo.prioridad')}>
          <Select
            id="filtro-prioridad"
            name="prioridad"
            defaultValue={filter.prioridad ?? ''}
            options={[
              { value: '', label: t('lista.cualquierPrioridad') },
              ...PRIORIDADES.toReversed().map((value) => ({ value, label: prioridad(value) })),
            ]}
          />
        </Field>
        {!seesOnlyOwn(viewer) && (
          <AssigneeFilter asignado={filter.asignado} viewer={viewer} agents={agents} />
        )}
        {!(momento || seesOnlyOwn(viewer)) && <AwaitedFilter espera={filter.espera} />}
        {!momento && <SortChoice filter={filter} own={seesOnlyOwn(viewer)} />}
        <div className="col-span-full flex gap-2 lg:flex-none!">
          <SubmitButton variant="secondary" className="max-lg:flex-1">
            <ListFilter />
            {t('lista.aplicar')}
          </SubmitButton>
          {isFiltered({ ...filter, estado: null }) && (
            <ButtonLink variant="ghost" href={unfilteredUrl({ estado, orden }, momento)}>
              {t('lista.quitar')}
            </ButtonLink>
          )}
        </div>
      </Form>
    </search>
  )
}

function TextFilter({ texto }: { texto: string | null }) {
  const t = useTranslations('tickets.lista')
  return (
    <div className="col-span-full lg:min-w-56">
      <Field id="filtro-texto" label={t('buscar')}>
        <Input
          id="filtro-texto"
          type="search"
          name="texto"
          aria-keyshortcuts="/"
          maxLength={100}
          defaultValue={texto ?? ''}
          placeholder={t('buscarEjemplo')}
        />
      </Field>
    </div>
  )
}

function AwaitedFilter({ espera }: { espera: TicketFilter['espera'] }) {
  const t = useTranslations('tickets')
  return (
    <Field id="filtro-espera" label={t('campo.espera')}>
      <Select
        id="filtro-espera"
        name="espera"
        defaultValue={espera ?? ''}
        options={[
          { value: '', label: t('lista.cualquierEspera') },
          ...ESPERADOS.map((value) => ({ value, label: t(`lista.esperaA.${value}`) })),
        ]}
      />
    </Field>
  )
}

function SortChoice({ filter: { orden, texto }, own }: { filter: TicketFilter; own: boolean }) {
  const t = useTranslations('tickets.lista')
  return (
    <div className={own ? 'col-span-2 sm:col-span-1' : ''}>
      <Field id="filtro-orden" label={t('ordenar')}>
        <Select
          id="filtro-orden"
          name="orden"
          defaultValue={orden}
          options={ORDENES_DE_BUSQUEDA.filter(
            (value) => orderFor({ orden: value, texto }, own) === value,
          ).map((value) => ({ value, label: t(`orden.${value}`) }))}
        />
      </Field>
    </div>
  )
}

interface AssigneeFilterProps {
  asignado: TicketFilter['asignado']
  viewer: Viewer
  agents: readonly Agent[]
}

function AssigneeFilter({ asignado, viewer, agents }: AssigneeFilterProps) {
  const t = useTranslations('tickets')
  const me = agents.find(({ id }) => id === viewer.id)
  const others = agents.filter(({ id }) => id !== viewer.id)
  return (
    <Field id="filtro-asignado" label={t('campo.asignado')}>
      <Select
        id="filtro-asignado"
        name="asignado"
        defaultValue={asignado ?? ''}
        options={[
          { value: '', label: t('lista.cualquierAsignado') },
          { value: 'nadie', label: t('campo.nadie') },
          ...(me ? [{ value: String(me.id), label: t('lista.asignadoAMi', { nombre: me.nombre }) }] : []),
          ...others.map(({ id, nombre }) => ({ value: String(id), label: nombre })),
        ]}
      />
    </Field>
  )
}
