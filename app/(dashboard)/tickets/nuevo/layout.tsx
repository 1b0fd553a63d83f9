import { requireRole } from '../../../lib/session'

/** Stands above the loading state, so that a refusal still answers 403. */
export default async function NuevoLayout({ children }: LayoutProps<'/tickets/nuevo'>) {
  await requireRole('cliente', 'operador', 'admin')
  return children
}
