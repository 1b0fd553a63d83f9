import { useFormatter } from 'next-intl'

/** A moment as people write it, to the minute; to the second in its title. @param value ISO 8601 in UTC */
export function DateTime({ value, className }: { value: string; className?: string }) {
  const format = useFormatter()
  const date = new Date(value)
  return (
    <time
      dateTime={value}
      title={format.dateTime(date, { dateStyle: 'full', timeStyle: 'medium' })}
      className={className}
    >
      {format.dateTime(date, MINUTE)}
    </time>
  )
}

/** How moments of the past are written out. */
export const MINUTE = { dateStyle: 'medium', timeStyle: 'short' } as const
