'use client'

import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import { useActionForm } from '@/components/ui/action-form.client'
import { cn } from '@/components/ui/cn'
import { RelativeTime } from '@/components/ui/date-time'
import { describedBy } from '@/components/ui/field'
import { CircleAlert, History } from '@/components/ui/icons'
import { Textarea } from '@/components/ui/textarea'
import { sendByKeys } from './composer-form.client'
import { useComposer } from './drafts.client'

// The Markdown renderer is larger than all the rest of the page: it comes when a preview is asked for.
const Markdown = lazy(async () => ({ default: (await import('@/components/ui/markdown')).Markdown }))

interface BoxWords {
  readonly escribir: string
  readonly vista: string
  readonly vacia: string
  readonly cargando: string
  readonly ayuda: string
  readonly recuperado: string
  readonly descartar: string
}

interface MessageBoxProps {
  label: ReactNode
  words: BoxWords
  maxLength: number
  required: boolean
  /** The key that brings one here, where no choice of mode does. */
  tecla?: string | undefined
}

/** Where the message is written, and what it will look like. */
export function MessageBox({ label, words, maxLength, required, tecla }: MessageBoxProps) {
  const { id: form, state } = useActionForm()
  const { area, caja, write } = useComposer()
  const [preview, setPreview] = useState(false)
  // What needs a script shows once there is one.
  const [alive, setAlive] = useState(false)
  useEffect(() => setAlive(true), [])
  const error = state.estado === 'invalido' ? state.campos.comentario : undefined
  const id = `${form}-comentario`
  // What is refused is to be seen, and written on: the preview of an empty box would stand in its place.
  const shown = preview && error === undefined
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-1">
        <label htmlFor={id} className="text-sm font-medium">
          {label}
        </label>
        {alive && <Tabs words={words} preview={shown} onChange={setPreview} />}
      </div>
      <Textarea
        ref={area}
        id={id}
        name="comentario"
        rows={4}
        maxLength={maxLength}
        required={required}
        autoComplete="off"
        aria-keyshortcuts={tecla}
        aria-invalid={error !== undefined || undefined}
        aria-describedby={describedBy(id, { hint: words.ayuda, error })}
        value={caja.texto}
        onChange={({ currentTarget }) => write(currentTarget.value)}
        onKeyDown={sendByKeys}
        className={cn(
          'max-h-[60vh] group-has-[[name=interno][value=on]:checked]/composer:border-warning-ink',
          shown && 'hidden',
        )}
      />
      {shown && <Preview text={caja.texto} words={words} />}
      {error !== undefined && (
        <p id={`${id}-error`} className="flex items-start gap-1.5 text-sm font-medium text-danger-ink">
          <CircleAlert className="mt-0.5 size-4 shrink-0" />
          {error}
        </p>
      )}
      <p id={`${id}-hint`} className="text-xs text-muted">
        {words.ayuda}
      </p>
      {alive && <Restored words={words} />}
    </div>
  )
}

interface TabsProps {
  words: BoxWords
  preview: boolean
  onChange: (preview: boolean) => void
}

/** Between what is written and what it will look like. */
function Tabs({ words, preview, onChange }: TabsProps) {
  return (
    <div className="flex gap-1 text-sm">
      {([false, true] as const).map((one) => (
        <button
          key={String(one)}
          type="button"
          aria-pressed={preview === one}
          onClick={() => onChange(one)}
          className={cn(
            'min-h-7 rounded-md px-2.5',
            preview === one ? 'bg-subtle font-medium text-ink' : 'text-muted hover:text-ink',
          )}
        >
          {one ? words.vista : words.escribir}
        </button>
      ))}
    </div>
  )
}

function Preview({ text, words }: { text: string; words: BoxWords }) {
  return (
    <section
      aria-label={words.vista}
      aria-live="polite"
      className="min-h-28 rounded-lg border border-line bg-canvas px-3 py-2.5 text-sm"
    >
      {text.trim() === '' ? (
        <p className="text-muted">{words.vacia}</p>
      ) : (
        <Suspense fallback={<p className="text-muted">{words.cargando}</p>}>
          <Markdown text={text} />
        </Suspense>
      )}
    </section>
  )
}

/** Says that the text is not of today, and how to be rid of it. */
function Restored({ words }: { words: BoxWords }) {
  const { area, caja, write } = useComposer()
  if (!caja.restaurado) return null
  return (
    <p role="status" className="flex flex-wrap items-center gap-x-2 text-xs text-muted">
      <History className="size-3.5" />
      <span>
        {words.recuperado} (<RelativeTime value={caja.fecha} />)
      </span>
      <button
        type="button"
        onClick={() => {
          write('')
          area.current?.focus()
        }}
        className="min-h-6 font-medium text-accent-ink underline underline-offset-2"
      >
        {words.descartar}
      </button>
    </p>
  )
}
