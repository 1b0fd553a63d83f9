import { useTranslations } from 'next-intl'

/** The form that the checkboxes of the list belong to, wherever they stand. */
export const BULK_FORM = 'masivas'

const TARGET = 'relative z-10 grid size-10 cursor-pointer place-items-center select-none'

/** The header's checkbox: all rows of the page, where scripts run. */
export function SelectAllHead() {
  const t = useTranslations('masivas')
  return (
    <th scope="col" className="w-10 py-0! pr-0! pl-1! max-lg:hidden">
      <label className={`${TARGET} noscript:hidden`}>
        <span className="sr-only">{t('elegirTodos')}</span>
        <input type="checkbox" form={BULK_FORM} data-todos autoComplete="off" className="size-4" />
      </label>
    </th>
  )
}

/** The same above the cards of a phone, which have no header. */
export function SelectAllBar() {
  const t = useTranslations('masivas')
  return (
    <label className="flex min-h-10 cursor-pointer items-center gap-3 pr-3 pl-3 text-sm lg:hidden noscript:hidden">
      <input type="checkbox" form={BULK_FORM} data-todos autoComplete="off" className="size-4" />
      {t('elegirTodos')}
    </label>
  )
}

/** A row's checkbox, with the version that the row shows: what its ticket is judged by when it is changed. */
export function SelectCell({ id, version, label }: { id: number; version: number; label: string }) {
  return (
    <td className="absolute! top-1.5 left-0 lg:static! lg:w-10 lg:py-0! lg:pr-0! lg:pl-1!">
      <label className={TARGET}>
        <span className="sr-only">{label}</span>
        <input
          type="checkbox"
          form={BULK_FORM}
          name="seleccion"
          value={id}
          data-version={version}
          autoComplete="off"
          className="size-4"
        />
      </label>
      <input type="hidden" form={BULK_FORM} name="version" value={`${id}.${version}`} />
    </td>
  )
}
