import { useFormatter, useNow } from 'next-intl'

/** A moment as plain data, in the reader's language: for rows that a component of the browser draws. */
export interface ShownTime {
  /** ISO 8601 in UTC. */
  readonly iso: string
  readonly texto: string
  /** Shown while one points at it. */
  readonly exacto: string
}

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

function Moment({ value, className, text }: MomentProps & { text: string }) {
  const format = useFormatter()
  return (
    <time dateTime={value} title={format.dateTime(new Date(value), SECOND)} className={className}>
      {text}
    </time>
  )
}

/** How moments of the past are written out. */
export const MINUTE = { dateStyle: 'medium', timeStyle: 'short' } as const
/** The same, to the second. */
export const SECOND = { dateStyle: 'full', timeStyle: 'medium' } as const
