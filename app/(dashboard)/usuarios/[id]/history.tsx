import { accountHistoryQuery } from '@projections/auditoria/account'
import type { CuentaRow } from '@projections/usuarios/row'
import { getTranslations } from 'next-intl/server'
import { AccountHistory } from '@/components/personas/account-history'
import { CardSection } from '@/components/ui/card'
import { Pagination } from '@/components/ui/page-link'
import type { Viewer } from '@/domain/viewer'
import { getRuntime } from '@/runtime'

/** What was done to an account, page by page. */
export async function History({ cuenta, user, antes }: { cuenta: CuentaRow; user: Viewer; antes: number }) {
  const t = await getTranslations('personas.historia')
  const { db } = await getRuntime()
  const { entries, siguiente } = await accountHistoryQuery(db.as('api_server'), user, cuenta.id, antes)
  const first = antes <= cuenta.version
  const here = `/usuarios/${cuenta.id}`
  return (
    <CardSection id="historia" title={t('titulo')} description={t('texto')}>
      <AccountHistory entries={entries} />
      <Pagination
        label={t('paginas')}
        first={first ? { href: { pathname: here, hash: 'historia' }, label: t('reciente') } : undefined}
        next={
          siguiente === null
            ? undefined
            : {
                href: { pathname: here, query: { antes: siguiente }, hash: 'historia' },
                label: t('anterior'),
              }
        }
      />
    </CardSection>
  )
}
