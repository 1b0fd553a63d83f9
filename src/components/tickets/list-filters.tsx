import type { TicketFilter } from '@projections/tickets/list'
import { ORDENES } from '@projections/tickets/list-shapes'
import type { Agent } from '@projections/usuarios/list'
import { ListFilter } from 'lucide-react'
import Form from 'next/form'
import { useTranslations } from 'next-intl'
import { ButtonLink } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { SubmitButton } from '@/components/ui/submit-button.client'
import { PRIORIDADES } from '@/domain/values'
import { seesOnlyOwn, type Viewer } from '@/domain/viewer'
import { isFiltered, listUrl } from './list-url'

interface ListFiltersProps {
  filter: TicketFilter
  viewer: Viewer
  agents: readonly Agent[]
}

/** What the list is narrowed down by: a GET form, so that the address holds it all. */
export function ListFilters({ filter, viewer, agents }: ListFiltersProps) {
  const t = useTranslations('tickets')
  const prioridad = useTranslations('dominio.prioridad')
  const { estado, orden } = filter
  return (
    <search aria-label={t('lista.filtros')}>
      {/* Keyed by the filter: the fields show what the address says, after every link. */}
      <Form
        key={listUrl(filter)}
        action="/tickets"
        className="grid grid-cols-2 items-end gap-3 sm:grid-cols-3 lg:flex lg:flex-wrap [&>div]:min-w-0 [&>div]:lg:flex-1"
      >
        {estado !== null && <input type="hidden" name="estado" value={estado} />}
        <div className="col-span-full lg:min-w-56">
          <Field id="filtro-texto" label={t('lista.buscar')}>
            <Input
              id="filtro-texto"
              type="search"
              name="texto"
              maxLength={100}
              defaultValue={filter.texto ?? ''}
              placeholder={t('lista.buscarEjemplo')}
            />
          </Field>
        </div>
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
        {!seesOnlyOwn(viewer) && <AssigneeFilter filter={filter} viewer={viewer} agents={agents} />}
        <div className="col-span-2 sm:col-span-1">
          <Field id="filtro-orden" label={t('lista.ordenar')}>
            <Select
              id="filtro-orden"
              name="orden"
              defaultValue={orden}
              options={ORDENES.map((value) => ({ value, label: t(`lista.orden.${value}`) }))}
            />
          </Field>
        </div>
        <div className="col-span-full flex gap-2 lg:flex-none!">
          <SubmitButton variant="secondary" className="max-lg:flex-1">
            <ListFilter aria-hidden />
            {t('lista.aplicar')}
          </SubmitButton>
          {isFiltered({ ...filter, estado: null }) && (
            <ButtonLink variant="ghost" href={listUrl({ estado, orden })}>
              {t('lista.quitar')}
            </ButtonLink>
          )}
        </div>
      </Form>
    </search>
  )
}

function AssigneeFilter({ filter, viewer, agents }: ListFiltersProps) {
  const t = useTranslations('tickets')
  const me = agents.find(({ id }) => id === viewer.id)
  const others = agents.filter(({ id }) => id !== viewer.id)
  return (
    <Field id="filtro-asignado" label={t('campo.asignado')}>
      <Select
        id="filtro-asignado"
        name="asignado"
        defaultValue={filter.asignado ?? ''}
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
