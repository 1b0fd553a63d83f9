'use client'

import './globals.css'
import { Button } from '@/components/ui/button'

/** When the frame of all pages itself fails: no messages, no cookies, so both languages and the system's theme. */
export default function GlobalError({ retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="es">
      <body className="font-sans">
        <title>Bitácora</title>
        <main className="mx-auto flex max-w-md flex-col items-center gap-4 px-4 py-24 text-center">
          <h1 className="text-xl font-semibold">Algo ha fallado</h1>
          <p className="text-muted">El servicio no ha podido responder. Inténtalo de nuevo en un momento.</p>
          <p className="text-muted" lang="en">
            Something failed: the service could not answer. Try again in a moment.
          </p>
          <Button onClick={retry}>
            Reintentar · <span lang="en">Try again</span>
          </Button>
        </main>
      </body>
    </html>
  )
}
