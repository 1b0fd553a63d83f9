'use client'

import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react'

/** Something that is said at the foot of the page. */
interface Toast {
  /** What it is about: a later one about the same takes its place. */
  readonly sobre: string
  readonly texto: ReactNode
  /** Where it leads, and what that is called. */
  readonly enlace?: { readonly href: string; readonly texto: string }
  /** How long it stands; without an end until it is taken back. */
  readonly dura?: number
}

interface Toasts {
  readonly say: (toast: Toast) => void
  readonly unsay: (sobre: string) => void
}

const Context = createContext<Toasts | null>(null)

/** Says things at the foot of the page, beside one another; null on a page that has no place for it. */
export const useToasts = (): Toasts | null => use(Context)

/** The one place where the pages inside it say what happens, whatever part of them says it. */
export function ToastRegion({ children }: { children: ReactNode }) {
  const [shown, show] = useState<readonly Toast[]>([])
  const [held, hold] = useState(false)
  const toasts = useMemo((): Toasts => {
    const isOf = (sobre: string) => (toast: Toast) => toast.sobre === sobre
    return {
      // In the same place: what is moved loses the focus.
      say: (toast) =>
        show((all) =>
          all.some(isOf(toast.sobre))
            ? all.map((one) => (one.sobre === toast.sobre ? toast : one))
            : [...all, toast],
        ),
      unsay: (sobre) => show((all) => all.filter((one) => one.sobre !== sobre)),
    }
  }, [])
  // What goes away takes the focus or the pointer with it, without a word.
  useEffect(() => {
    if (shown.length === 0) hold(false)
  }, [shown])
  return (
    <Context value={toasts}>
      {children}
      <div
        role="status"
        aria-atomic={false}
        data-avisos
        onPointerEnter={() => hold(true)}
        onPointerLeave={({ currentTarget }) => hold(currentTarget.contains(document.activeElement))}
        onFocus={() => hold(true)}
        onBlur={({ currentTarget }) => hold(currentTarget.matches(':hover'))}
        className="pointer-events-none fixed inset-x-0 bottom-20 z-30 flex flex-col items-center gap-2 px-4 md:bottom-4 print:hidden"
      >
        {shown.map((toast) => (
          <Line key={toast.sobre} toast={toast} held={held} onEnd={toasts.unsay} />
        ))}
      </div>
    </Context>
  )
}

interface LineProps {
  toast: Toast
  /** True while somebody is at one of them: none goes from under their eyes or hands. */
  held: boolean
  onEnd: Toasts['unsay']
}

function Line({ toast, held, onEnd }: LineProps) {
  const { sobre, texto, enlace } = toast
  useEffect(() => {
    if (held || toast.dura === undefined) return
    const timer = setTimeout(onEnd, toast.dura, toast.sobre)
    return () => clearTimeout(timer)
  }, [toast, held, onEnd])
  return (
    <p
      data-aviso={sobre}
      className="pointer-events-auto flex items-center gap-2 rounded-3xl bg-ink px-4 py-2 text-sm text-canvas shadow-lg"
    >
      {texto}
      {enlace && (
        <a href={enlace.href} className="font-medium underline underline-offset-2">
          {enlace.texto}
        </a>
      )}
    </p>
  )
}
