import type { ReactNode } from 'react'
import { Card } from '@/components/ui/card'
import { Brand } from '../../_shell/brand'
import { Preferences } from '../../_shell/preferences'

/** The page around what somebody does before they are signed in. */
export function AccessFrame(props: { titulo: string; texto: string; children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-8 px-4 py-10">
      <div className="text-lg">
        <Brand />
      </div>
      <Card className="sm:p-8">
        <h1 className="text-xl font-semibold tracking-tight">{props.titulo}</h1>
        <p className="mt-1 mb-6 text-sm text-muted">{props.texto}</p>
        {props.children}
      </Card>
      <Preferences />
    </main>
  )
}
