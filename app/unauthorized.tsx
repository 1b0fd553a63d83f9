import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { UnauthorizedProblem } from './_shell/problems'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('comun.sinSesion'))('titulo') }
}

export default function Unauthorized() {
  return (
    <main>
      <UnauthorizedProblem />
    </main>
  )
}
