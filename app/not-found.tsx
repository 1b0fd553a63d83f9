import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'

export { NotFoundProblem as default } from './_shell/problems'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('comun.noEncontrado'))('titulo') }
}
