import type { CuentaRow } from '@projections/usuarios/row'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Avatar } from '@/components/ui/avatar'
import { Badge } from '@/components/ui/badge'
import { RolBadge } from '@/components/ui/domain-badges'
import { UserX } from '@/components/ui/icons'

/** The accounts of one page. */
export function CuentaList({ cuentas }: { cuentas: readonly CuentaRow[] }) {
  const t = useTranslations('usuarios.lista')
  return (
    <ul
      aria-label={t('etiqueta')}
      className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface"
    >
      {cuentas.map(({ id, nombre, email, rol, activo }) => (
        <li
          key={id}
          className="relative flex items-center gap-3 px-4 py-3 hover:bg-subtle has-focus-visible:bg-subtle"
        >
          <Avatar nombre={nombre} />
          <div className="flex min-w-0 flex-1 flex-wrap items-center justify-between gap-x-4 gap-y-1.5">
            <div className="min-w-0">
              <Link
                href={`/usuarios/${id}`}
                className="font-medium after:absolute after:inset-0 focus-visible:-outline-offset-2"
              >
                {nombre}
              </Link>
              <p className="text-sm break-words text-muted">{email}</p>
            </div>
            <div className="flex flex-wrap gap-1.5">
              {!activo && <Badge icon={UserX}>{t('inactiva')}</Badge>}
              <RolBadge rol={rol} />
            </div>
          </div>
        </li>
      ))}
    </ul>
  )
}
