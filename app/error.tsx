'use client'

import type { ComponentProps } from 'react'
import { ErrorView } from '@/components/ui/error-view.client'

/** What fails above the pages, in the frame around them. */
export default function RootError(props: ComponentProps<typeof ErrorView>) {
  return (
    <main>
      <ErrorView {...props} />
    </main>
  )
}
