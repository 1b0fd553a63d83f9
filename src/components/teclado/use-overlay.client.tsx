'use client'

import type { Route } from 'next'
import { type ReactNode, useCallback, useState } from 'react'
import type { OverlayTools } from './commands'
import { KEYS, type KeyName } from './keys'
import { keyTarget } from './page'
import { hasRows, hasSelection } from './rows'

type Shown = (tools: OverlayTools) => ReactNode

/**
 * The dialog that is open, if any. Its code is fetched when it is first asked for: nobody who only reads a ticket pays
 * for it.
 */
export function useOverlay(nuevo: Route | null, onFail: () => void) {
  const [shown, setShown] = useState<{ readonly render: Shown } | null>(null)
  const open = (what: 'ayuda' | 'paleta'): true => {
    const here = keysHere(nuevo !== null)
    const loaded = what === 'paleta' ? openPalette(here) : openHelp(here)
    loaded.then((render) => setShown({ render }), onFail)
    return true
  }
  const close = useCallback(() => setShown(null), [])
  return { shown: shown?.render, open, close }
}

async function openPalette(here: readonly KeyName[]): Promise<Shown> {
  const { Palette } = await import('./palette.client')
  return (tools) => <Palette {...tools} here={here} />
}

async function openHelp(here: readonly KeyName[]): Promise<Shown> {
  const { Help } = await import('./help.client')
  return (tools) => <Help {...tools} here={here} />
}

/** The keys that do something on the page as it stands. */
function keysHere(opensTickets: boolean): readonly KeyName[] {
  return KEYS.filter(({ tecla, nombre, hace }) => {
    if (hace.tipo === 'ayuda') return true
    if (hace.tipo === 'fila') return nombre === 'marcar' ? hasSelection() : hasRows()
    return hace.si_no === 'paleta' || (hace.si_no === 'nuevo' && opensTickets) || keyTarget(tecla) !== null
  }).map(({ nombre }) => nombre)
}
