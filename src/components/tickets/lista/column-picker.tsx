import { useTranslations } from 'next-intl'
import { buttonClasses } from '@/components/ui/button'
import { Columns3 } from '@/components/ui/icons'
import { type PlainAction, PlainForm } from '@/components/ui/plain-form.client'
import { SubmitButton } from '@/components/ui/submit-button.client'
import { COLUMNAS, type Columns } from './list-columns'

const ID = 'columnas'

interface ColumnPickerProps {
  columns: Columns
  action: PlainAction
}

/** Which columns the list has: the browser's own popover and a plain form, so that both work before any script does. */
export function ColumnPicker({ columns, action }: ColumnPickerProps) {
  const t = useTranslations('tickets')
  return (
    <>
      <button
        type="button"
        popoverTarget={ID}
        className={buttonClasses({ variant: 'secondary', size: 'sm' })}
      >
        <Columns3 />
        {t('lista.columnas.boton')}
      </button>
      {/* Beside its button where the browser can place it so, else in the middle. */}
      <section
        id={ID}
        popover="auto"
        aria-label={t('lista.columnas.titulo')}
        className="m-auto w-64 max-w-[calc(100vw-1.5rem)] rounded-xl border border-line bg-surface p-4 text-ink shadow-lg supports-[position-area:bottom]:m-1 supports-[position-area:bottom]:inset-auto supports-[position-area:bottom]:[position-area:bottom_span-left] supports-[position-area:bottom]:[position-try-fallbacks:flip-block,flip-inline]"
      >
        <PlainForm action={action} className="flex flex-col gap-3">
          <fieldset aria-describedby={`${ID}-ayuda`}>
            <legend className="font-medium">{t('lista.columnas.titulo')}</legend>
            <p id={`${ID}-ayuda`} className="mt-1 mb-2 text-xs text-muted">
              {t('lista.columnas.ayuda')}
            </p>
            {COLUMNAS.map((columna) => (
              <label key={columna} className="flex min-h-8 items-center gap-2.5 text-sm">
                <input
                  type="checkbox"
                  name="columna"
                  value={columna}
                  defaultChecked={columns.has(columna)}
                  className="size-4"
                />
                {t(`campo.${columna}`)}
              </label>
            ))}
          </fieldset>
          <div className="flex flex-wrap gap-2">
            <SubmitButton size="sm">{t('lista.columnas.aplicar')}</SubmitButton>
            <button
              type="submit"
              name="restaurar"
              value="1"
              className={buttonClasses({ variant: 'ghost', size: 'sm' })}
            >
              {t('lista.columnas.restaurar')}
            </button>
          </div>
        </PlainForm>
      </section>
    </>
  )
}
