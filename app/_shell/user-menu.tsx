import { useTranslations } from 'next-intl'
import type { SessionUser } from '@/auth/session'
import { HelpButton } from '@/components/teclado/buttons.client'
import { Avatar } from '@/components/ui/avatar'
import { ButtonLink } from '@/components/ui/button'
import { ChevronDown, LogOut, UserCog } from '@/components/ui/icons'
import { SubmitButton } from '@/components/ui/submit-button.client'
import { logoutAction } from '../actions/session'
import { LogoutForm } from './logout-form.client'
import { Popover } from './popover.client'
import { Preferences } from './preferences'

const ID = 'menu-usuario'

/** Who is signed in, with their account, preferences and the way out. */
export function UserMenu({ user }: { user: SessionUser }) {
  const t = useTranslations('comun.marco')
  const rol = useTranslations('dominio.rol')
  return (
    <>
      <button
        type="button"
        popoverTarget={ID}
        className="flex min-h-10 min-w-0 items-center gap-2.5 rounded-lg px-2 text-left hover:bg-subtle"
      >
        <Avatar nombre={user.nombre} />
        <span className="min-w-0 max-lg:sr-only">
          <span className="block max-w-44 truncate text-sm leading-tight font-medium">{user.nombre}</span>
          <span className="block truncate text-xs text-muted">{rol(user.rol)}</span>
        </span>
        <ChevronDown className="size-4 shrink-0 text-muted" />
      </button>
      <Popover id={ID} label={t('menu')}>
        <p className="font-medium">{user.nombre}</p>
        <p className="text-sm break-all text-muted">{user.email}</p>
        <p className="text-sm text-muted">{rol(user.rol)}</p>
        <div className="my-4 border-y border-line py-4">
          <Preferences teclas />
        </div>
        <div className="flex flex-col gap-2">
          <ButtonLink href="/cuenta" variant="secondary">
            <UserCog />
            {t('cuenta')}
          </ButtonLink>
          <HelpButton />
          <LogoutForm action={logoutAction}>
            <SubmitButton variant="ghost" className="w-full">
              <LogOut />
              {t('salir')}
            </SubmitButton>
          </LogoutForm>
        </div>
      </Popover>
    </>
  )
}
