import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { type AccessLink, findLink } from '@/auth/access-links'
import { LinkOpener, WhilePending } from '@/components/personas/link-opener.client'
import { ActionForm } from '@/components/ui/action-form.client'
import { TextField } from '@/components/ui/fields.client'
import { SubmitButton } from '@/components/ui/submit-button.client'
import { LIMITES } from '@/domain/values'
import { getRuntime } from '@/runtime'
import { abrirEnlaceAction, usarEnlaceAction } from '../../actions/access'
import { linkToken } from '../../lib/link-token'
import { AccessFrame } from './frame'

// No policy of its own for referrers: under `no-referrer` a browser without scripts sends `Origin: null`, which Next
// takes for another site's form. What stands behind the `#` is in no referrer anyway.
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('personas.acceso'))('titulo') }
}

/** Where a link leads: its token stands behind the `#`, and comes here in the body of a form. */
export default async function AccesoPage() {
  const { db, newId } = await getRuntime()
  const token = await linkToken()
  const link = token === null ? null : await findLink(db.as('auth'), token, Date.now())
  const t = await getTranslations('personas.acceso')
  return (
    <AccessFrame titulo={t('titulo')} texto={link ? t('texto') : t('sinEnlace')}>
      <LinkOpener open={link === null}>
        <ActionForm action={abrirEnlaceAction} comandoId={newId()} label={t('abrir')}>
          <TextField
            name="codigo"
            label={t('codigo')}
            hint={t('codigoTexto')}
            autoComplete="off"
            spellCheck={false}
            maxLength={500}
          />
          <SubmitButton>{t('continuar')}</SubmitButton>
          <WhilePending>{t('comprobando')}</WhilePending>
        </ActionForm>
      </LinkOpener>
      {link && <PasswordForm link={link} comandoId={newId()} />}
    </AccessFrame>
  )
}

async function PasswordForm({ link, comandoId }: { link: AccessLink; comandoId: string }) {
  const t = await getTranslations('personas.acceso')
  const usuarios = await getTranslations('usuarios')
  return (
    <>
      <p className="mb-5 rounded-lg bg-subtle px-4 py-3 text-sm">
        <span className="font-medium">{link.nombre}</span>
        <br />
        <span className="break-words text-muted">{link.email}</span>
      </p>
      <ActionForm action={usarEnlaceAction} comandoId={comandoId} label={t('titulo')}>
        {/* Tells password managers whose password this is. */}
        <input type="text" name="email" value={link.email} autoComplete="username" readOnly hidden />
        <TextField
          name="contrasena"
          type="password"
          label={usuarios('contrasena.nueva')}
          hint={usuarios('contrasena.limites', { min: LIMITES.contrasenaMin, max: LIMITES.contrasenaMax })}
          autoComplete="new-password"
        />
        <TextField
          name="contrasenaRepetida"
          type="password"
          label={usuarios('cuenta.repetida')}
          autoComplete="new-password"
        />
        <SubmitButton>{t('poner')}</SubmitButton>
      </ActionForm>
    </>
  )
}
