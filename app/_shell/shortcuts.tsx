import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import type { SessionUser } from '@/auth/session'
import type { Command, PaletteActions } from '@/components/teclado/commands'
import { Keyboard } from '@/components/teclado/keyboard.client'
import { AUTHORITY } from '@/domain/authority'
import { LOCALES } from '@/i18n/locales'
import { THEMES } from '@/i18n/themes'
import { logoutAction, setKeysAction, setLocaleAction, setThemeAction } from '../actions/session'
import { usesSingleKeys } from '../lib/single-keys'
import { sectionsFor } from './sections'

const ACTIONS: PaletteActions = {
  tema: setThemeAction,
  idioma: setLocaleAction,
  teclas: setKeysAction,
  salir: logoutAction,
}

/** The keyboard of the pages inside it, with what this person may do from anywhere. */
export async function Shortcuts({ user, children }: { user: SessionUser; children: ReactNode }) {
  const activo = await usesSingleKeys()
  return (
    <Keyboard
      activo={activo}
      comandos={await commandsFor(user, activo)}
      acciones={ACTIONS}
      nuevo={AUTHORITY.crear_ticket.includes(user.rol) ? '/tickets/nuevo' : null}
    >
      {children}
    </Keyboard>
  )
}

async function commandsFor({ rol }: SessionUser, activo: boolean): Promise<readonly Command[]> {
  const [t, marco] = await Promise.all([getTranslations('teclado'), getTranslations('comun.marco')])
  const ir = (parte: string) => t('orden.ir', { parte })
  const nuevo: Command = { etiqueta: t('tecla.nuevo'), hace: { href: '/tickets/nuevo' } }
  return [
    ...(AUTHORITY.crear_ticket.includes(rol) ? [nuevo] : []),
    ...sectionsFor(rol).map(
      ({ key, href, tecla }): Command => ({ etiqueta: ir(marco(key)), trasG: tecla, hace: { href } }),
    ),
    { etiqueta: ir(t('orden.notificaciones')), hace: { href: '/notificaciones' } },
    { etiqueta: ir(marco('cuenta')), hace: { href: '/cuenta' } },
    ...THEMES.map(
      (valor): Command => ({
        etiqueta: t('orden.tema', { valor: marco(`temas.${valor}`) }),
        hace: { accion: 'tema', valor },
      }),
    ),
    ...LOCALES.map(
      (valor): Command => ({
        etiqueta: t('orden.idioma', { valor: marco(`idiomas.${valor}`) }),
        hace: { accion: 'idioma', valor },
      }),
    ),
    {
      etiqueta: t(activo ? 'orden.desactivar' : 'orden.activar'),
      hace: { accion: 'teclas', valor: activo ? 'no' : 'si' },
    },
    { etiqueta: marco('salir'), hace: { accion: 'salir', valor: '' } },
  ]
}
