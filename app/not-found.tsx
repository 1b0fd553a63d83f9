import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotFoundProblem } from './_shell/problems'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('comun.noEncontrado'))('titulo') }
}

export default function NotFound() {
  return (
    <main>
      <NotFoundProblem />
    </main>
  )
}
