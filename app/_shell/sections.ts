import { DatabaseBackup, Gauge, ListTodo, ScrollText, Tickets, UsersRound } from '@/components/ui/icons'
import type { Rol } from '@/domain/values'

/** The parts of the service, with the roles that see each and the key that leads there after `g`. */
const SECTIONS = [
  {
    key: 'tickets',
    href: '/tickets',
    tecla: 't',
    icon: Tickets,
    roles: ['cliente', 'operador', 'admin', 'auditor'],
  },
  { key: 'usuarios', href: '/usuarios', tecla: 'u', icon: UsersRound, roles: ['admin', 'auditor'] },
  { key: 'auditoria', href: '/auditoria', tecla: 'a', icon: ScrollText, roles: ['admin', 'auditor'] },
  { key: 'tareas', href: '/tareas', tecla: 'w', icon: ListTodo, roles: ['admin'] },
  { key: 'metricas', href: '/metricas', tecla: 'm', icon: Gauge, roles: ['admin'] },
  { key: 'mantenimiento', href: '/mantenimiento', tecla: 'b', icon: DatabaseBackup, roles: ['admin'] },
] as const

/** The parts that this role may go to. */
export function sectionsFor(rol: Rol) {
  return SECTIONS.filter(({ roles }) => roles.some((allowed: Rol) => allowed === rol))
}
