'use client'

import { type ReactNode, useEffect, useRef } from 'react'
import { useActionForm } from '@/components/ui/action-form.client'
import { ButtonLink } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy.client'
import { DateTime } from '@/components/ui/date-time'

export interface LinkWords {
  readonly titulo: string
  readonly aviso: string
  readonly etiqueta: string
  /** Before its end, of what has one. */
  readonly caduca?: string
  readonly copiar: { readonly boton: string; readonly hecho: string; readonly fallo: string }
}

/** The link that the form around has just made, to be copied: it is shown this once. Nothing where there is none. */
export function ShownLink({ words }: { words: LinkWords }) {
  const { id, state } = useActionForm()
  const enlace = state.estado === 'aceptado' ? state.enlace : undefined
  const ref = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (enlace) ref.current?.focus()
  }, [enlace])
  if (!enlace) return null
  return (
    <div className="flex flex-col gap-3 rounded-lg border border-line bg-subtle p-4">
      <p className="text-sm font-semibold">{words.titulo}</p>
      <p className="text-sm text-muted">{words.aviso}</p>
      <div className="flex flex-wrap items-center gap-2">
        <input
          ref={ref}
          id={`${id}-enlace`}
          readOnly
          aria-label={words.etiqueta}
          value={enlace.url}
          onFocus={(event) => event.target.select()}
          className="min-h-10 min-w-0 flex-1 basis-60 rounded-lg border border-control bg-surface px-3 font-mono text-xs text-ink"
        />
        <CopyButton text={enlace.url} words={words.copiar} />
      </div>
      {enlace.hasta !== null && (
        <p className="text-xs text-muted">
          {words.caduca} <DateTime value={enlace.hasta} className="font-medium" />
        </p>
      )}
    </div>
  )
}

/** Fields that give way to what comes after them, once the form around was accepted. */
export function UntilAccepted({ children, after }: { children: ReactNode; after: ReactNode }) {
  return useActionForm().state.estado === 'aceptado' ? after : children
}

/** The way to the account that the form around has just made. */
export function OpenAccount({ children }: { children: ReactNode }) {
  const { state } = useActionForm()
  if (state.estado !== 'aceptado') return null
  return <ButtonLink href={`/usuarios/${state.id}`}>{children}</ButtonLink>
}
