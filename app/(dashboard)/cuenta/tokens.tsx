import { getTranslations } from 'next-intl/server'
import { listTokens } from '@/auth/tokens'
import { TokenForm } from '@/components/personas/token-form'
import { TokenList } from '@/components/personas/token-list'
import { CardSection } from '@/components/ui/card'
import type { Rol } from '@/domain/values'
import type { Viewer } from '@/domain/viewer'
import { getRuntime } from '@/runtime'
import { crearTokenAction, revocarTokenAction } from '../../actions/tokens'

interface TokensProps {
  readonly cuenta: { readonly id: number; readonly rol: Rol; readonly activo: boolean }
  readonly user: Viewer
}

/** The tokens of an account: one's own, or as an admin those of a program's. */
export async function Tokens({ cuenta, user }: TokensProps) {
  const t = await getTranslations('personas.tokens')
  const enlace = await getTranslations('personas.enlace')
  const { db, newId } = await getRuntime()
  const words = {
    titulo: t('mostrado.titulo'),
    aviso: t('mostrado.aviso'),
    etiqueta: t('mostrado.etiqueta'),
    caduca: t('caduca'),
    copiar: { boton: t('mostrado.copiar'), hecho: t('mostrado.copiado'), fallo: enlace('noCopiado') },
  }
  return (
    <CardSection
      id="tokens"
      title={t('titulo')}
      description={t(cuenta.id === user.id ? 'texto' : 'textoServicio')}
    >
      <div className="space-y-6">
        <TokenList
          cuentaId={cuenta.id}
          tokens={await listTokens(db.as('auth'), user, cuenta.id)}
          action={revocarTokenAction}
          comandoId={newId()}
          now={Date.now()}
        />
        {cuenta.activo && (
          <TokenForm
            cuentaId={cuenta.id}
            rol={cuenta.rol}
            action={crearTokenAction}
            comandoId={newId()}
            words={words}
          />
        )}
      </div>
    </CardSection>
  )
}
