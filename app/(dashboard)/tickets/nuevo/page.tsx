import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { TicketForm } from '@/components/ticket-form'
import { Card } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { BackLink } from '@/components/ui/page-link'
import { getRuntime } from '@/runtime'
import { crearTicketAction } from '../../../actions/tickets'
import { requireRole } from '../../../lib/session'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('tickets.nuevo')
  return { title: t('titulo') }
}

/** The form that opens a ticket; auditors may not. */
export default async function NuevoTicketPage() {
  const [user, t, { newId }] = await Promise.all([
    requireRole('cliente', 'operador', 'admin'),
    getTranslations('tickets.nuevo'),
    getRuntime(),
  ])
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader
        title={t('titulo')}
        description={t('intro')}
        back={<BackLink href="/tickets">{t('volver')}</BackLink>}
      />
      <Card>
        <TicketForm action={crearTicketAction} comandoId={newId()} paraOtros={user.rol !== 'cliente'} />
      </Card>
    </div>
  )
}
