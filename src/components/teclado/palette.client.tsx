'use client'

import { Command as List } from 'cmdk'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { LoaderCircle, Search } from '@/components/ui/icons'
import { Button } from '../ui/button'
import { type Command, matches, type OverlayTools } from './commands'
import { KEYS, type KeyName } from './keys'
import { type Lookup, useLookup } from './lookup'
import { Overlay } from './overlay.client'
import { Item, PersonItem, TicketItem } from './palette-items'

/** Tickets, people and commands by a few letters. */
export function Palette({ here, comandos, run, press, close }: OverlayTools & { here: readonly KeyName[] }) {
  const t = useTranslations('teclado')
  const [typed, setTyped] = useState('')
  const text = typed.trim()
  const found = useLookup(text)
  const [chosen, setChosen] = useState('')
  const [last, setLast] = useState(found)
  if (last !== found) {
    setLast(found)
    setChosen(firstOf(found) ?? chosen)
  }
  const after = (deed: () => void) => () => {
    close()
    // The dialog gives the focus back first.
    requestAnimationFrame(deed)
  }
  const commands = comandos.filter(({ etiqueta }) => matches(etiqueta, text))
  const keys = KEYS.filter(({ nombre, grupo }) => grupo === 'ticket' && here.includes(nombre))
  const actions = keys.filter(({ nombre }) => matches(t(`tecla.${nombre}`), text))
  const go = (command: Command) => after(() => run(command))
  const open = (etiqueta: string, href: (typeof found.tickets)[number]['href']) =>
    go({ etiqueta, hace: { href } })
  return (
    <Overlay label={t('paleta.titulo')} onClose={close} className="max-w-2xl">
      <List
        label={t('paleta.titulo')}
        shouldFilter={false}
        loop
        value={chosen}
        onValueChange={setChosen}
        className="flex max-h-[inherit] flex-col"
      >
        <Field typed={typed} onType={setTyped} busy={found.de !== text} />
        <Said found={found} text={text} commands={commands.length + actions.length} />
        <List.List label={t('paleta.resultados')} className={LIST}>
          {found.tickets.length > 0 && (
            <List.Group heading={t('paleta.tickets')}>
              {found.tickets.map((ticket) => (
                <TicketItem key={ticket.id} ticket={ticket} onSelect={open(ticket.titulo, ticket.href)} />
              ))}
            </List.Group>
          )}
          {found.personas.length > 0 && (
            <List.Group heading={t('paleta.personas')}>
              {found.personas.map((person) => (
                <PersonItem key={person.id} person={person} onSelect={open(person.nombre, person.href)} />
              ))}
            </List.Group>
          )}
          {actions.length > 0 && (
            <List.Group heading={t('grupo.ticket')}>
              {actions.map(({ tecla, nombre }) => (
                <Item key={tecla} value={`t-${nombre}`} keys={[tecla]} onSelect={after(() => press(tecla))}>
                  {t(`tecla.${nombre}`)}
                </Item>
              ))}
            </List.Group>
          )}
          {commands.length > 0 && (
            <List.Group heading={t('paleta.ordenes')}>
              {commands.map((command) => (
                <Item
                  key={command.etiqueta}
                  value={`o-${command.etiqueta}`}
                  keys={command.trasG === undefined ? [] : ['g', command.trasG]}
                  onSelect={go(command)}
                >
                  {command.etiqueta}
                </Item>
              ))}
            </List.Group>
          )}
        </List.List>
      </List>
    </Overlay>
  )
}

const LIST =
  'min-h-0 overflow-y-auto overscroll-contain scroll-py-2 px-2 pb-2 [&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-3 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-muted'

/** What is found first is what Enter opens. */
function firstOf({ tickets, personas }: Lookup): string | undefined {
  if (tickets[0]) return `ticket-${tickets[0].id}`
  return personas[0] && `persona-${personas[0].id}`
}

interface FieldProps {
  typed: string
  onType: (typed: string) => void
  busy: boolean
}

function Field({ typed, onType, busy }: FieldProps) {
  const t = useTranslations('teclado.paleta')
  const Icon = busy ? LoaderCircle : Search
  return (
    <div className="flex items-center gap-3 border-b border-line px-4">
      <Icon
        className={
          busy ? 'size-5 shrink-0 text-muted motion-safe:animate-spin' : 'size-5 shrink-0 text-muted'
        }
      />
      <List.Input
        data-primero
        value={typed}
        onValueChange={onType}
        placeholder={t('ejemplo')}
        maxLength={100}
        className="min-h-14 min-w-0 flex-1 bg-transparent text-base outline-none placeholder:text-muted"
      />
      <form method="dialog">
        <Button
          type="submit"
          variant="ghost"
          size="sm"
          // The list around would take it for its own, and open what it has found.
          onKeyDown={(event) => event.key === 'Enter' && event.stopPropagation()}
          className="text-muted"
        >
          {t('cerrar')}
        </Button>
      </form>
    </div>
  )
}

interface SaidProps {
  found: Lookup
  text: string
  /** How many commands match. */
  commands: number
}

/** How the search went: read out, and seen where it failed or found nothing. */
function Said({ found, text, commands }: SaidProps) {
  const t = useTranslations('teclado.paleta')
  const { estado, tickets, personas } = found
  const count = tickets.length + personas.length + commands
  const busy = found.de !== text
  const problem = text !== '' && !busy && (estado !== 'hecho' || count === 0)
  const words = estado === 'hecho' ? t('vacia', { texto: text }) : t(estado)
  // Commands are found by one letter already: no need to ask for more.
  const shown = problem && !(estado === 'corta' && commands > 0)
  return (
    <p role="status" className={shown ? 'px-5 py-4 text-sm text-muted' : 'sr-only'}>
      {busy ? t('buscando') : shown ? words : text !== '' && t('total', { count })}
    </p>
  )
}
