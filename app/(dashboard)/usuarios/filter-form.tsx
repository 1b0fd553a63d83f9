import Form from 'next/form'
import { useTranslations } from 'next-intl'
import { ButtonLink } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Search } from '@/components/ui/icons'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { SubmitButton } from '@/components/ui/submit-button.client'
import { ROLES } from '@/domain/values'
import { type CuentaFilter, ESTADOS_CUENTA } from './filter'

/** Searches the accounts by a GET: the result has an address of its own. */
export function FilterForm({ filter: { texto, rol, estado } }: { filter: CuentaFilter }) {
  const t = useTranslations('usuarios.buscar')
  const roles = useTranslations('dominio.rol')
  const lista = useTranslations('usuarios.lista')
  const options = [
    { value: '', label: t('todos') },
    ...ROLES.map((value) => ({ value, label: roles(value) })),
  ]
  const estados = [
    { value: '', label: t('cualquiera') },
    ...ESTADOS_CUENTA.map((value) => ({ value, label: lista(value) })),
  ]
  return (
    <Form
      action="/usuarios"
      role="search"
      key={`${texto} ${rol ?? ''} ${estado ?? ''}`}
      className="mb-5 flex flex-wrap items-end gap-3"
    >
      <div className="min-w-52 flex-1">
        <Field id="buscar-texto" label={t('etiqueta')}>
          <Input id="buscar-texto" type="search" name="texto" defaultValue={texto} maxLength={100} />
        </Field>
      </div>
      <div className="w-48 max-sm:w-full">
        <Field id="buscar-rol" label={t('rol')}>
          <Select id="buscar-rol" name="rol" defaultValue={rol ?? ''} options={options} />
        </Field>
      </div>
      <div className="w-40 max-sm:w-full">
        <Field id="buscar-estado" label={t('estado')}>
          <Select id="buscar-estado" name="estado" defaultValue={estado ?? ''} options={estados} />
        </Field>
      </div>
      <div className="flex gap-2">
        <SubmitButton variant="secondary">
          <Search />
          {t('boton')}
        </SubmitButton>
        {(texto !== '' || rol !== null || estado !== null) && (
          <ButtonLink href="/usuarios" variant="ghost">
            {t('limpiar')}
          </ButtonLink>
        )}
      </div>
    </Form>
  )
}
