import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ForbiddenProblem } from './_shell/problems'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('comun.prohibido'))('titulo') }
}

export default function Forbidden() {
  return (
    <main>
      <ForbiddenProblem />
    </main>
  )
}
