import { useFormatter, useNow } from 'next-intl'

/** How long ago something was, in words; the exact time is its title. @param value ISO 8601 in UTC */
export function RelativeTime({ value, className }: { value: string; className?: string }) {
  const format = useFormatter()
  const now = useNow()
  const date = new Date(value)
  return (
    <time
      dateTime={value}
      title={format.dateTime(date, { dateStyle: 'full', timeStyle: 'medium' })}
      className={className}
    >
      {format.relativeTime(date, now)}
    </time>
  )
}
