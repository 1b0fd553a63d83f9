'use client'

import { useRouter } from 'next/navigation'
import { type SubmitEvent, useState } from 'react'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Download, LoaderCircle } from '@/components/ui/icons'
import { Select } from '@/components/ui/select'
import type { ExportWords } from './export-words'

const FORMATS = ['csv', 'jsonl', 'xes'] as const

interface ExportFormProps {
  /** The address's query: what is filtered. */
  consulta: string
  hasta: number
  comandoId: string
  ayuda: string
  words: ExportWords
}

type State =
  | { readonly es: 'quieta' | 'comprueba' | 'pedida' }
  | { readonly es: 'fallo'; readonly mensaje: string }

/**
 * Takes away what is filtered. The browser's own download does it: it writes to the disk as the file comes, and shows
 * how far it is. With scripts it is asked before whether it would come, so that a refusal is told in this page.
 */
export function ExportForm({ consulta, hasta, comandoId, ayuda, words }: ExportFormProps) {
  const [state, setState] = useState<State>({ es: 'quieta' })
  const [formato, setFormato] = useState('csv')
  const router = useRouter()
  const busy = state.es === 'comprueba'

  async function take(form: HTMLFormElement): Promise<void> {
    setState({ es: 'comprueba' })
    const refusal = await askFirst(form).catch(() => words.sinConexion)
    if (refusal !== null) {
      setState({ es: 'fallo', mensaje: refusal })
      return
    }
    // Past the handler of `onSubmit`: the answer is a file, and the page stays.
    form.submit()
    setState({ es: 'pedida' })
    // A new export needs a command of its own.
    router.refresh()
  }

  return (
    <form
      method="post"
      action="/api/auditoria/export"
      onSubmit={(event: SubmitEvent<HTMLFormElement>) => {
        event.preventDefault()
        if (!busy) void take(event.currentTarget)
      }}
      className="flex flex-col gap-3"
    >
      <p className="text-sm text-muted">{ayuda}</p>
      {Object.entries({ consulta, hasta, comandoId }).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Field id="exportar-formato" label={words.formato}>
        <Select
          id="exportar-formato"
          name="formato"
          value={formato}
          onChange={(event) => setFormato(event.currentTarget.value)}
          options={FORMATS.map((value) => ({ value, label: words[value] }))}
        />
      </Field>
      {formato === 'csv' && (
        <label className="flex items-center gap-2 text-sm">
          <input type="checkbox" name="bom" className="size-4" />
          {words.bom}
        </label>
      )}
      <div>
        <Button type="submit" variant="secondary" aria-disabled={busy || undefined}>
          {busy ? <LoaderCircle className="motion-safe:animate-spin" /> : <Download />}
          {words.boton}
        </Button>
      </div>
      {state.es === 'comprueba' && <Alert>{words.comprobando}</Alert>}
      {state.es === 'pedida' && <Alert tone="success">{words.pedida}</Alert>}
      {state.es === 'fallo' && <Alert tone="danger">{state.mensaje}</Alert>}
    </form>
  )
}

/** Asks whether the export would be given. @returns why not, in the reader's language; null where it would */
async function askFirst(form: HTMLFormElement): Promise<string | null> {
  const body = new FormData(form)
  body.set('comprobar', 'on')
  const response = await fetch(form.action, { method: 'POST', body })
  if (response.ok) return null
  const explained = response.headers.get('Content-Type')?.startsWith('text/plain')
  if (!explained) throw new Error(String(response.status))
  return await response.text()
}
