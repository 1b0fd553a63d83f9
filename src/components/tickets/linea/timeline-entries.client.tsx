'use client'

import type { TimelineItem } from '@projections/linea_tiempo/timeline'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Avatar } from '@/components/ui/avatar'
import { cn } from '@/components/ui/cn'
import type { ShownTime } from '@/components/ui/date-time'
import { ChevronDown, History, Layers, Link2, Lock, LockOpen } from '@/components/ui/icons'
import { PlainText } from '@/components/ui/plain-paragraphs'
import { ChangeChips, type TextChangeWords, TextPair } from './change-chips'
import { EVENT_ICONS } from './event-icons'
import type { ShownChange } from './event-text'

/** What somebody wrote. */
export interface ShownComment {
  readonly clase: 'comentario'
  readonly interna: boolean
  /** A text without any mark of Markdown, the elements of one that has some, or null where it was erased. */
  readonly texto: string | null
  readonly formato?: ReactNode
}

/** What somebody changed. */
export interface ShownFact {
  readonly clase: 'hecho'
  readonly icono: TimelineItem['evento']['tipo'] | 'reapertura'
  readonly frase: string
  readonly cambio: ShownChange | null
  readonly descripcion: { readonly de: string; readonly a: string } | null
}

/** An entry as the timeline shows it. Plain data: fifty entries of elements would be rendered and sent twice. */
export interface ShownEntry {
  readonly version: number
  readonly autor: string
  /** The author's role as this reader may know it. */
  readonly rol: string | null
  readonly tiempo: ShownTime
  /** The way to the ticket as it was then, and what that is called. */
  readonly href: string
  readonly ver: string
  readonly enlace: string
  readonly que: ShownComment | ShownFact
}

/** Changes that one person made together: one line that says of what. */
export interface ShownFold {
  readonly autor: string
  readonly frase: string
  readonly tiempo: ShownTime
  readonly entradas: readonly ShownEntry[]
}

export interface ShownDay {
  readonly dia: string
  readonly bloques: readonly (ShownEntry | ShownFold)[]
}

/** What the entries say, whichever they are, in the reader's language. */
export interface TimelineWords extends TextChangeWords {
  readonly cambiaA: string
  readonly borrado: string
  readonly copiar: string
  /** What marks an internal note; none for those who see none. */
  readonly nota: { readonly titulo: string; readonly ayuda: string } | null
  /** True for a reader of their own tickets, who reads no numbers: theirs would have gaps where notes are. */
  readonly propio: boolean
}

/** The days of a timeline, each with the line that its entries hang on. */
export function TimelineDays({ days, words }: { days: readonly ShownDay[]; words: TimelineWords }) {
  return days.map(({ dia, bloques }) => (
    <div key={dia} className="mt-5">
      <h3 className="mb-3 flex items-center gap-3 text-xs font-medium text-muted after:h-px after:flex-1 after:bg-line">
        {dia}
      </h3>
      {/* The line that all of a day hangs on: through the middle of the icons, behind the cards. */}
      <ol className="relative isolate flex flex-col gap-4 before:absolute before:inset-y-1 before:left-[1.0625rem] before:-z-10 before:w-0.5 before:bg-line">
        {bloques.map((bloque) =>
          'entradas' in bloque ? (
            <Fold key={bloque.entradas[0]?.version} fold={bloque} words={words} />
          ) : (
            <Entry key={bloque.version} entry={bloque} words={words} />
          ),
        )}
      </ol>
    </div>
  ))
}

interface EntryProps {
  entry: ShownEntry
  words: TimelineWords
}

/** One entry, with the address that leads to it. */
function Entry({ entry, words }: EntryProps) {
  const { version, que } = entry
  return (
    <li
      id={`v${version}`}
      className="scroll-mt-20 rounded-xl target:outline-2 target:outline-offset-4 target:outline-accent"
    >
      {que.clase === 'comentario' ? (
        <Comment entry={entry} words={words} que={que} />
      ) : (
        <Fact entry={entry} words={words} que={que} />
      )}
    </li>
  )
}

/** A reply, or an internal note that can't be taken for one. */
function Comment({ entry, words, que }: EntryProps & { que: ShownComment }) {
  const { autor, rol } = entry
  return (
    <article
      data-nota={que.interna || undefined}
      className={cn(
        'rounded-xl border p-4',
        que.interna
          ? 'border-2 border-dashed border-warning-ink/60 bg-warning-soft'
          : 'border-line bg-surface',
      )}
    >
      <header className="flex flex-wrap items-center gap-x-2.5 gap-y-1 text-sm">
        <Avatar nombre={autor} size="sm" />
        <span className="min-w-0 font-medium wrap-anywhere">{autor}</span>
        {rol !== null && <span className="text-xs text-muted">{rol}</span>}
        <When entry={entry} words={words} />
      </header>
      {que.interna && (
        <p className="mt-2 flex items-center gap-1.5 text-xs font-semibold text-warning-ink">
          <Lock className="size-3.5" />
          <span>
            {words.nota?.titulo} <span className="font-normal">· {words.nota?.ayuda}</span>
          </span>
        </p>
      )}
      <Said que={que} borrado={words.borrado} />
    </article>
  )
}

function Said({ que: { texto, formato }, borrado }: { que: ShownComment; borrado: string }) {
  if (formato !== undefined) return formato
  if (texto === null) return <p className="mt-2 text-sm text-muted italic">{borrado}</p>
  return <PlainText text={texto} className="mt-2 text-sm" />
}

/** A sentence with the old and the new value. */
function Fact({ entry, words, que }: EntryProps & { que: ShownFact }) {
  const Icon = que.icono === 'reapertura' ? LockOpen : EVENT_ICONS[que.icono]
  return (
    <div className="flex gap-3 px-1 text-sm">
      <span className="grid size-7 shrink-0 place-items-center rounded-full bg-subtle text-muted ring-4 ring-canvas">
        <Icon className="size-4" />
      </span>
      <div className="min-w-0 flex-1 pt-1">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1.5">
          <p className="min-w-0 wrap-anywhere">
            <span className="font-medium">{entry.autor}</span> {que.frase}
          </p>
          {que.cambio && <ChangeChips change={que.cambio} cambiaA={words.cambiaA} />}
          <When entry={entry} words={words} />
        </div>
        {que.descripcion && <TextPair change={que.descripcion} words={words} />}
      </div>
    </div>
  )
}

/** Opens to show each of the changes. */
function Fold({
  fold: { autor, frase, tiempo, entradas },
  words,
}: {
  fold: ShownFold
  words: TimelineWords
}) {
  return (
    <li>
      <details className="group/pliegue text-sm" data-pliegue>
        <summary className="flex list-none items-start gap-3 rounded-lg px-1 hover:text-ink [&::-webkit-details-marker]:hidden">
          <span className="grid size-7 shrink-0 place-items-center rounded-full bg-subtle text-muted ring-4 ring-canvas">
            <Layers className="size-4" />
          </span>
          <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2 gap-y-1 pt-1">
            <span className="min-w-0 wrap-anywhere">
              <span className="font-medium">{autor}</span> {frase}
            </span>
            <ChevronDown className="size-4 shrink-0 text-muted transition-transform group-open/pliegue:rotate-180 motion-reduce:transition-none" />
            <Time time={tiempo} className="text-xs text-muted sm:ml-auto" />
          </span>
        </summary>
        <ol className="relative mt-3 flex flex-col gap-3 pl-6 sm:pl-10">
          {entradas.map((entry) => (
            <Entry key={entry.version} entry={entry} words={words} />
          ))}
        </ol>
      </details>
    </li>
  )
}

function Time({ time: { iso, texto, exacto }, className }: { time: ShownTime; className?: string }) {
  return (
    <time dateTime={iso} title={exacto} className={className}>
      {texto}
    </time>
  )
}

/** When it was, the address of this very entry, and the way to the ticket as it was then. */
function When({ entry: { version, tiempo, href, ver, enlace }, words }: EntryProps) {
  return (
    <span className="flex items-center text-xs whitespace-nowrap text-muted sm:ml-auto">
      <Time time={tiempo} />
      <a
        href={`#v${version}`}
        data-enlace
        aria-label={enlace}
        title={words.copiar}
        className="-my-1 inline-flex min-h-6 min-w-6 items-center justify-center px-1 tabular-nums hover:text-ink hover:underline print:hidden"
      >
        {words.propio ? <Link2 className="size-3.5" /> : `#${version}`}
      </a>
      <Link
        href={href}
        prefetch={false}
        aria-label={ver}
        title={ver}
        className="-my-1 grid size-6 place-items-center rounded hover:bg-subtle hover:text-ink print:hidden"
      >
        <History className="size-3.5" />
      </Link>
    </span>
  )
}
