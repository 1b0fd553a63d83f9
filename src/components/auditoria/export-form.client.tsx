'use client'

import { Download, LoaderCircle } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type SubmitEvent, useState } from 'react'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { type ExportWords, MARK } from './export-words'

interface ExportFormProps {
  /** The address's query: what is filtered. */
  consulta: string
  hasta: number
  comandoId: string
  ayuda: string
  words: ExportWords
}

type State = { readonly es: 'quieta' | 'fallo' } | { readonly es: 'recibe' | 'hecho'; readonly kib: number }

/**
 * Takes away what is filtered. With scripts it shows how much has come; without, the browser's own download does: the
 * form posts to the same address.
 */
export function ExportForm({ consulta, hasta, comandoId, ayuda, words }: ExportFormProps) {
  const [state, setState] = useState<State>({ es: 'quieta' })
  const router = useRouter()
  const busy = state.es === 'recibe'

  async function take(form: HTMLFormElement): Promise<void> {
    setState({ es: 'recibe', kib: 0 })
    try {
      const response = await fetch(form.action, { method: 'POST', body: new FormData(form) })
      if (!response.ok || !response.body) throw new Error(String(response.status))
      const parts = await readParts(response.body, (kib) => setState({ es: 'recibe', kib }))
      const name = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')?.[1]
      keep(new Blob(parts), name ?? 'auditoria')
      setState({ es: 'hecho', kib: kibOf(parts) })
      // A new export needs a command of its own.
      router.refresh()
    } catch {
      setState({ es: 'fallo' })
    }
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
          options={[
            { value: 'csv', label: words.csv },
            { value: 'jsonl', label: words.jsonl },
          ]}
        />
      </Field>
      <label className="flex items-center gap-2 text-sm">
        <input type="checkbox" name="bom" className="size-4" />
        {words.bom}
      </label>
      <div>
        <Button type="submit" variant="secondary" aria-disabled={busy || undefined}>
          {busy ? (
            <LoaderCircle aria-hidden className="motion-safe:animate-spin" />
          ) : (
            <Download aria-hidden />
          )}
          {words.boton}
        </Button>
      </div>
      <Progress state={state} words={words} />
    </form>
  )
}

function Progress({ state, words }: { state: State; words: ExportWords }) {
  switch (state.es) {
    case 'quieta':
      return null
    case 'fallo':
      return <Alert tone="danger">{words.fallo}</Alert>
    case 'recibe':
      return (
        <Alert>{state.kib === 0 ? words.preparando : words.recibidos.replace(MARK, String(state.kib))}</Alert>
      )
    case 'hecho':
      return <Alert tone="success">{words.hecho.replace(MARK, String(state.kib))}</Alert>
  }
}

type Part = Uint8Array<ArrayBuffer>

const kibOf = (parts: readonly Part[]) =>
  Math.ceil(parts.reduce((sum, { byteLength }) => sum + byteLength, 0) / 1024)

async function readParts(body: ReadableStream<Part>, onProgress: (kib: number) => void): Promise<Part[]> {
  const reader = body.getReader()
  const parts: Part[] = []
  let bytes = 0
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value)
    bytes += part.value.byteLength
    onProgress(Math.ceil(bytes / 1024))
  }
  return parts
}

/** Hands a file to the browser under a name. */
function keep(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
