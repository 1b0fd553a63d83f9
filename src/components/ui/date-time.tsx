import { useFormatter, useNow } from 'next-intl'

interface MomentProps {
  /** ISO 8601 in UTC. */
  value: string
  className?: string
}

/** A moment as people write it, to the minute; to the second in its title. */
export function DateTime(props: MomentProps) {
  const format = useFormatter()
  return <Moment {...props} text={format.dateTime(new Date(props.value), MINUTE)} />
}

/** How long ago something was, in words; the exact time is its title. */
export function RelativeTime(props: MomentProps) {
  const format = useFormatter()
  return <Moment {...props} text={format.relativeTime(new Date(props.value), useNow())} />
}

/** How long ago something was, short; the exact time stands beside it while one points at it or at its row's link. */
export function ListTime({ value }: MomentProps) {
  const format = useFormatter()
  const now = useNow()
  const date = new Date(value)
  return (
    <time dateTime={value} data-exacto={format.dateTime(date, MINUTE)}>
      {format.relativeTime(date, { now, style: 'narrow' })}
    </time>
  )
}

function Moment({ value, className, text }: MomentProps & { text: string }) {
  const format = useFormatter()
  return (
    <time
      dateTime={value}
      title={format.dateTime(new Date(value), { dateStyle: 'full', timeStyle: 'medium' })}
      className={className}
    >
      {text}
    </time>
  )
}

/** How moments of the past are written out. */
export const MINUTE = { dateStyle: 'medium', timeStyle: 'short' } as const
