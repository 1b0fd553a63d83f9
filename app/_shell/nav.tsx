import { useTranslations } from 'next-intl'
import type { Rol } from '@/domain/values'
import { NavLink } from './nav-link.client'
import { sectionsFor } from './sections'

/** The main navigation: in the header, and at the bottom of a phone. */
export function Nav({ rol }: { rol: Rol }) {
  const t = useTranslations('comun.marco')
  const sections = sectionsFor(rol)
  // An administrator's six go into the header without their icons only.
  const icon = sections.length > 4 ? 'size-5 md:hidden' : 'size-5 md:size-4'
  return (
    <nav
      aria-label={t('principal')}
      className="fixed inset-x-0 bottom-0 z-20 flex border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:static md:gap-1 md:border-0 md:pb-0"
    >
      {sections.map(({ key, href, icon: Icon }) => (
        <NavLink key={key} href={href}>
          <Icon className={icon} />
          {t(key)}
        </NavLink>
      ))}
    </nav>
  )
}
