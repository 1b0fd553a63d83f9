import type { TimelineItem } from '@projections/linea_tiempo/timeline'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { ChangeChips, Pair, type TextChangeWords, TextPair } from './change-chips'
import { changeOf } from './event-text'

/** The old and the new value of a ticket's change, as chips; nothing for what has none. */
export function EventChange({ item }: { item: TimelineItem }) {
  const t = useTranslations()
  const change = changeOf(item, t)
  return change && <ChangeChips change={change} cambiaA={t('tickets.linea.cambiaA')} />
}

/** An old and a new value with an arrow between them. */
export function Change({ de, a }: { de: ReactNode; a: ReactNode }) {
  const t = useTranslations('tickets.linea')
  return <Pair de={de} a={a} cambiaA={t('cambiaA')} />
}

/** The old and the new text of a change, behind a disclosure. */
export function TextChange({ change }: { change: { de: string; a: string } }) {
  return <TextPair change={change} words={useTextChangeWords()} />
}

/** The words around a changed text. A hook of a server component. */
export function useTextChangeWords(): TextChangeWords {
  const t = useTranslations('tickets.linea')
  return {
    verCambio: t('verCambio'),
    textoAnterior: t('textoAnterior'),
    textoNuevo: t('textoNuevo'),
  }
}
