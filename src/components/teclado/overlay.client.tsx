'use client'

import { type ReactNode, useLayoutEffect, useRef } from 'react'
import { cn } from '../ui/cn'

interface OverlayProps {
  label: string
  /** When it has been closed: by Escape, by a press beside it, or by a form of the method `dialog`. */
  onClose: () => void
  className?: string
  children: ReactNode
}

/** A native dialog over the page, open while it is there; the focus goes back to where it was. */
export function Overlay({ label, onClose, className, children }: OverlayProps) {
  const ref = useRef<HTMLDialogElement>(null)
  // Closed before it is taken out of the page: only then the browser gives the focus back.
  useLayoutEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    // By itself the browser would take the first thing that can have the focus, a box with tabindex -1 among them.
    dialog?.querySelector<HTMLElement>('[data-primero]')?.focus()
    return () => dialog?.close()
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it by itself
    <dialog
      ref={ref}
      aria-label={label}
      onClose={() => ref.current?.open === false && onClose()}
      onClick={(event) => event.target === ref.current && ref.current.close()}
      className={cn(
        'm-auto mt-4 max-h-[calc(100dvh-2rem)] w-[calc(100vw-1.5rem)] overflow-hidden rounded-xl border border-line bg-surface p-0 text-ink shadow-lg backdrop:bg-black/45 sm:mt-[12vh] sm:max-h-[76vh]',
        className,
      )}
    >
      {children}
    </dialog>
  )
}
