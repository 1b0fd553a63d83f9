import { ListTodo, ScrollText, Tickets, UsersRound } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { Rol } from '@/domain/values'
import { NavLink } from './nav-link.client'

/** The parts of the service, with the roles that see each. */
const ITEMS = [
  { key: 'tickets', href: '/tickets', icon: Tickets, roles: ['cliente', 'operador', 'admin', 'auditor'] },
  { key: 'usuarios', href: '/usuarios', icon: UsersRound, roles: ['admin', 'auditor'] },
  { key: 'auditoria', href: '/auditoria', icon: ScrollText, roles: ['admin', 'auditor'] },
  { key: 'tareas', href: '/tareas', icon: ListTodo, roles: ['admin'] },
] as const

/** The main navigation: in the header, and at the bottom of a phone. */
export function Nav({ rol }: { rol: Rol }) {
  const t = useTranslations('comun.marco')
  const items = ITEMS.filter(({ roles }) => roles.some((allowed: Rol) => allowed === rol))
  return (
    <nav
      aria-label={t('principal')}
      className="fixed inset-x-0 bottom-0 z-20 flex border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:static md:gap-1 md:border-0 md:pb-0"
    >
      {items.map(({ key, href, icon: Icon }) => (
        <NavLink key={key} href={href}>
          <Icon aria-hidden className="size-5 md:size-4" />
          {t(key)}
        </NavLink>
      ))}
    </nav>
  )
}
