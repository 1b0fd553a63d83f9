import { useTranslations } from 'next-intl'
import type { OpenToken } from '@/auth/token-statements'
import type { FormAction } from '@/components/form-state'
import { ActionForm } from '@/components/ui/action-form.client'
import { Badge } from '@/components/ui/badge'
import { DateTime, RelativeTime } from '@/components/ui/date-time'
import { KeyRound } from '@/components/ui/icons'
import { SubmitButton } from '@/components/ui/submit-button.client'

interface TokenListProps {
  cuentaId: number
  tokens: readonly OpenToken[]
  action: FormAction
  comandoId: string
  now: number
}

/** The tokens of an account, each with its last use and its end. */
export function TokenList({ cuentaId, tokens, action, comandoId, now }: TokenListProps) {
  const t = useTranslations('personas.tokens')
  if (tokens.length === 0) return <p className="text-sm text-muted">{t('ninguno')}</p>
  return (
    <ActionForm action={action} comandoId={comandoId} hidden={{ cuentaId }} label={t('etiqueta')}>
      <ul aria-label={t('etiqueta')} className="divide-y divide-line">
        {tokens.map((token) => (
          <li
            key={token.id}
            className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 py-3 first:pt-0"
          >
            <Token token={token} now={now} />
            {token.revocado === null && Date.parse(token.expira) > now && (
              <SubmitButton name="tokenId" value={token.id} variant="secondary" size="sm">
                {t('revocar')}
                <span className="sr-only"> {token.nombre}</span>
              </SubmitButton>
            )}
          </li>
        ))}
      </ul>
    </ActionForm>
  )
}

function Token({ token, now }: { token: OpenToken; now: number }) {
  const t = useTranslations('personas.tokens')
  const { nombre, clase, alcances, expira, revocado, ultimoUso, direccion } = token
  const ended = revocado !== null || Date.parse(expira) <= now
  return (
    <div className="flex min-w-0 gap-3 text-sm">
      <KeyRound className="mt-0.5 size-5 shrink-0 text-muted" />
      <div className="min-w-0 space-y-1">
        <p className="flex flex-wrap items-center gap-2 font-medium break-words">
          {nombre} <Badge tone={clase === 'servicio' ? 'info' : 'neutral'}>{t(`clase.${clase}`)}</Badge>
          {ended && <Badge tone="danger">{t(revocado === null ? 'caducado' : 'revocado')}</Badge>}
        </p>
        <p className="font-mono text-xs text-muted">{alcances.join(' ')}</p>
        <p className="text-muted">
          {ultimoUso === null ? (
            t('sinUso')
          ) : (
            <>
              {t('ultimoUso')} <RelativeTime value={ultimoUso} />
              {direccion !== '' && <> · {direccion}</>}
            </>
          )}
        </p>
        <p className="text-xs text-muted">
          {t('caduca')} <DateTime value={expira} />
        </p>
      </div>
    </div>
  )
}
