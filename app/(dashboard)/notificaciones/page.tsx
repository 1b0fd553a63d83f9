import { listNotificacionesQuery } from '@projections/notificaciones/list'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotificationList } from '@/components/notificaciones/notification-list'
import { EmptyState } from '@/components/ui/empty-state'
import { BellOff, CheckCheck } from '@/components/ui/icons'
import { PageHeader } from '@/components/ui/page-header'
import { Pagination } from '@/components/ui/page-link'
import { PlainForm } from '@/components/ui/plain-form.client'
import { SubmitButton } from '@/components/ui/submit-button.client'
import { Id } from '@/domain/values'
import { getRuntime } from '@/runtime'
import {
  abrirNotificacionAction,
  leerNotificacionAction,
  leerNotificacionesAction,
} from '../../actions/notifications'
import { requireUser } from '../../lib/session'

const ACTIONS = { abrir: abrirNotificacionAction, leer: leerNotificacionAction }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('notificaciones'))('titulo') }
}

/** What the reader was told of, the newest first. */
export default async function NotificacionesPage({ searchParams }: PageProps<'/notificaciones'>) {
  const [user, params, { db }] = await Promise.all([requireUser(), searchParams, getRuntime()])
  const antes = Id.safeParse(Number(params.antes)).data
  const [page, t] = await Promise.all([
    listNotificacionesQuery(db.as('api_server'), user, antes === undefined ? {} : { antes }),
    getTranslations('notificaciones'),
  ])
  const { notificaciones, siguiente } = page
  const newest = notificaciones[0]?.item.evento.sobre.posicion
  return (
    <>
      <PageHeader title={t('titulo')} description={t('descripcion')}>
        {notificaciones.some(({ leida }) => leida === null) && newest !== undefined && (
          <PlainForm action={leerNotificacionesAction}>
            <input type="hidden" name="hasta" value={newest} />
            <SubmitButton variant="secondary">
              <CheckCheck />
              {t('lista.leerTodas')}
            </SubmitButton>
          </PlainForm>
        )}
      </PageHeader>
      {notificaciones.length === 0 ? (
        <EmptyState icon={BellOff} title={t('lista.vacia')} description={t('lista.vaciaTexto')} />
      ) : (
        <NotificationList notificaciones={notificaciones} actions={ACTIONS} />
      )}
      <Pagination
        label={t('lista.paginas')}
        first={antes === undefined ? undefined : { href: '/notificaciones', label: t('lista.primera') }}
        next={
          siguiente === null
            ? undefined
            : { href: `/notificaciones?antes=${siguiente}`, label: t('lista.siguiente') }
        }
      />
    </>
  )
}
