'use client'

import {
  createContext,
  type RefObject,
  use,
  useEffect,
  useLayoutEffect,
  useReducer,
  useRef,
  useState,
} from 'react'
import type { Draft, FormState } from '@/components/form-state'
import { type Borrador, CLASES, type Clase } from '@/domain/draft-copies'
import { accept, type Box, draftOf, join, openBox, refuse, send, type } from './draft-box'
import { createDraftKeeper, type DraftKeeper } from './draft-keeper'

/** What the server keeps of somebody's drafts on a ticket. */
export type KeptDrafts = Readonly<Partial<Record<Clase, Borrador>>>

interface State {
  /** Which of the two is being written. */
  readonly clase: Clase
  readonly cajas: Readonly<Record<Clase, Box>>
}

type Event =
  | {
      readonly que: 'abre'
      readonly locales: KeptDrafts
      readonly escrito: string | null
      readonly ahora: number
    }
  | { readonly que: 'elige'; readonly clase: Clase }
  | { readonly que: 'escribe'; readonly texto: string; readonly ahora: number }
  | { readonly que: 'envia' }
  | { readonly que: 'responden'; readonly aceptado: boolean; readonly ahora: number }

/** The box under the conversation, as its parts see and move it. */
export interface Drafts extends State {
  readonly caja: Box
  /** The text area, whose text is read once more when the page comes to life. */
  readonly area: RefObject<HTMLTextAreaElement | null>
  readonly choose: (clase: Clase) => void
  readonly write: (texto: string) => void
  /** @returns false while the last one is still on its way */
  readonly submit: () => boolean
}

const Context = createContext<Drafts | null>(null)
export const DraftsProvider = Context

/** The drafts of the composer around. */
export function useComposer(): Drafts {
  const drafts = use(Context)
  if (drafts === null) throw new Error('a part of the composer outside of it')
  return drafts
}

interface DraftsOptions {
  readonly cuenta: number
  readonly ticketId: number
  readonly guardados: KeptDrafts
  readonly answer: FormState
}

/** Keeps what somebody writes, per kind, until it was taken or they discard it. */
export function useDrafts({ cuenta, ticketId, guardados, answer }: DraftsOptions): Drafts {
  const [state, dispatch] = useReducer(evolve, null, () => begin(guardados, answer))
  const area = useRef<HTMLTextAreaElement>(null)
  const keeper = useKeeper(cuenta, ticketId, state)
  // Before anything is painted: what this browser holds, and what was typed before the page came to life. A form that
  // came back with its text holds the latest already.
  const fresh = useRef(answer.estado === 'inicial')
  const [first] = useState(guardados)
  useLayoutEffect(() => {
    if (!fresh.current) return
    for (const clase of CLASES) {
      const kept = first[clase]
      if (kept) keeper.current?.taken(clase, kept.fecha)
    }
    const locales = Object.fromEntries(
      CLASES.flatMap((clase) => {
        const draft = keeper.current?.read(clase)
        return draft ? [[clase, draft]] : []
      }),
    )
    dispatch({ que: 'abre', locales, escrito: area.current?.value ?? null, ahora: Date.now() })
  }, [keeper, first])
  useEffect(() => {
    if (answer.estado === 'inicial') return
    dispatch({ que: 'responden', aceptado: answer.estado === 'aceptado', ahora: Date.now() })
  }, [answer])
  const caja = state.cajas[state.clase]
  return {
    ...state,
    caja,
    area,
    choose: (clase) => dispatch({ que: 'elige', clase }),
    write: (texto) => dispatch({ que: 'escribe', texto, ahora: Date.now() }),
    submit() {
      if (CLASES.some((clase) => state.cajas[clase].envio !== null)) return false
      dispatch({ que: 'envia' })
      return true
    },
  }
}

/** What a form that came back without any script has in it goes before what is kept. */
function begin(guardados: KeptDrafts, answer: FormState): State {
  const cajas = {
    respuesta: openBox(guardados.respuesta ?? null),
    nota: openBox(guardados.nota ?? null),
  }
  const valores: Draft | null = 'valores' in answer ? answer.valores : null
  if (valores === null) return { clase: likely(cajas), cajas }
  const clase = valores.interno === 'on' ? 'nota' : 'respuesta'
  const caja = { ...cajas[clase], texto: valores.comentario ?? '', restaurado: false }
  return { clase, cajas: { ...cajas, [clase]: caja } }
}

/** A note that was being written is what the box opens with, rather than an empty reply. */
function likely(cajas: State['cajas']): Clase {
  return cajas.respuesta.texto === '' && cajas.nota.texto !== '' ? 'nota' : 'respuesta'
}

function evolve(state: State, event: Event): State {
  const { clase, cajas } = state
  const change = (caja: Box): State => ({ clase, cajas: { ...cajas, [clase]: caja } })
  switch (event.que) {
    case 'abre':
      return reopen(state, event)
    case 'elige':
      return { clase: event.clase, cajas }
    case 'escribe':
      return change(type(cajas[clase], event.texto, event.ahora))
    case 'envia':
      return change(send(cajas[clase]))
    case 'responden': {
      const settle = event.aceptado ? accept : refuse
      const [respuesta, nota] = [settle(cajas.respuesta, event.ahora), settle(cajas.nota, event.ahora)]
      return { clase, cajas: { respuesta, nota } }
    }
  }
}

function reopen(state: State, { locales, escrito, ahora }: Extract<Event, { que: 'abre' }>): State {
  const opened = (one: Clase) => openBox(draftOf(state.cajas[one]), locales[one] ?? null)
  const cajas = { respuesta: opened('respuesta'), nota: opened('nota') }
  const { clase } = state
  const shown = state.cajas[clase].texto
  if (escrito === null || escrito === shown || escrito === cajas[clase].texto)
    return { clase: shown === '' ? likely(cajas) : clase, cajas }
  const texto = cajas[clase].texto === shown ? escrito : join(cajas[clase].texto, escrito)
  return { clase, cajas: { ...cajas, [clase]: type(cajas[clase], texto, ahora) } }
}

/** Hands every change of a draft to its keeper. */
function useKeeper(cuenta: number, ticketId: number, { cajas }: State) {
  const keeper = useRef<DraftKeeper | null>(null)
  const kept = useRef<Partial<Record<Clase, string>>>({})
  useLayoutEffect(() => {
    const made = createDraftKeeper(cuenta, ticketId)
    keeper.current = made
    const leave = () => void made.flush()
    window.addEventListener('pagehide', leave)
    document.addEventListener('visibilitychange', leave)
    window.addEventListener('online', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      document.removeEventListener('visibilitychange', leave)
      window.removeEventListener('online', leave)
      made.close()
      keeper.current = null
    }
  }, [cuenta, ticketId])
  useEffect(() => {
    for (const clase of CLASES) {
      const draft = draftOf(cajas[clase])
      const known = kept.current[clase]
      kept.current[clase] = draft.fecha + draft.texto
      // What the page was opened with is kept already.
      if (known !== undefined && known !== kept.current[clase]) keeper.current?.keep(clase, draft)
    }
  }, [cajas])
  return keeper
}
