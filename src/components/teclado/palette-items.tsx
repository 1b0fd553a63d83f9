import { Command as List } from 'cmdk'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Kbd } from './kbd'
import type { FoundPerson, FoundTicket } from './lookup'

const ITEM =
  'flex min-h-11 cursor-pointer items-center gap-3 rounded-lg px-3 py-2 text-sm select-none data-[selected=true]:bg-accent-soft data-[selected=true]:text-accent-ink'

interface ItemProps {
  value: string
  keys?: readonly string[]
  onSelect: () => void
  children: ReactNode
}

/** One line of the palette, with the keys that do the same. */
export function Item({ value, keys = [], onSelect, children }: ItemProps) {
  return (
    <List.Item value={value} onSelect={onSelect} className={ITEM}>
      <span className="min-w-0 flex-1">{children}</span>
      {keys.length > 0 && (
        <span className="flex shrink-0 gap-1 max-sm:hidden">
          {keys.map((key) => (
            <Kbd key={key}>{key}</Kbd>
          ))}
        </span>
      )}
    </List.Item>
  )
}

/** A ticket, with the text around the words that were looked for. */
export function TicketItem({ ticket, onSelect }: { ticket: FoundTicket; onSelect: () => void }) {
  const t = useTranslations('teclado.paleta')
  return (
    <Item value={`ticket-${ticket.id}`} onSelect={onSelect}>
      <span className="flex items-baseline justify-between gap-3">
        <span className="min-w-0 truncate font-medium">{ticket.titulo}</span>
        <span className="shrink-0 text-xs whitespace-nowrap text-muted">
          {t('numero', { id: ticket.id })} · {ticket.estado}
        </span>
      </span>
      {ticket.fragmento.length > 0 && (
        <span className="block truncate text-xs text-muted">
          {ticket.fragmento.map(({ texto, hallado }, index) =>
            hallado ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never change places
              <mark key={index} className="rounded bg-warning-soft text-warning-ink">
                {texto}
              </mark>
            ) : (
              texto
            ),
          )}
        </span>
      )}
    </Item>
  )
}

/** A person, with what tells them apart from others of that name. */
export function PersonItem({ person, onSelect }: { person: FoundPerson; onSelect: () => void }) {
  return (
    <Item value={`persona-${person.id}`} onSelect={onSelect}>
      <span className="flex items-baseline justify-between gap-3">
        <span className="min-w-0 truncate font-medium">{person.nombre}</span>
        <span className="shrink-0 text-xs text-muted">{person.rol}</span>
      </span>
      <span className="block truncate text-xs text-muted">{person.email}</span>
    </Item>
  )
}
