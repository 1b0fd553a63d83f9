'use client'

import type { ComponentProps } from 'react'
import { ErrorView } from '@/components/ui/error-view.client'

/** Says that the list could not be read, which is not that it is empty. */
export default function ListError({ error, retry }: ComponentProps<typeof ErrorView>) {
  return <ErrorView error={error} retry={retry} texto="textoLista" />
}
