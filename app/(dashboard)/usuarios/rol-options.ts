import { getTranslations } from 'next-intl/server'
import type { Option } from '@/components/ui/select'
import { ROLES } from '@/domain/values'

/** The roles to choose from, each with what it may do. */
export async function rolOptions(): Promise<readonly Option[]> {
  const rol = await getTranslations('dominio.rol')
  const does = await getTranslations('usuarios.roles')
  return ROLES.map((value) => ({ value, label: `${rol(value)} · ${does(value)}` }))
}
