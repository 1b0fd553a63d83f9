import type { AuditEntry } from '@projections/auditoria/entries'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { ticketUrl } from '@/components/tickets/ticket-url'
import { CopyText } from '@/components/ui/copy.client'
import { History } from '@/components/ui/icons'
import { CUENTA_SISTEMA } from '@/domain/values'
import { auditUrl } from './audit-url'

const LINK = 'inline-flex min-h-6 items-center gap-1 rounded text-accent-ink hover:underline'
// Ids of the same day begin alike: their ends tell them apart.
const tail = (id: string) => id.slice(-6)

/** Where an event leads: to its subject, now and as of then, and to what belongs together with it. */
export function AuditLinks({ entry }: { entry: AuditEntry }) {
  const t = useTranslations('auditoria.fila')
  const { comandoId, correlacionId } = entry.evento.sobre
  const words = { boton: t('copiar', { id: comandoId }), hecho: t('copiado'), fallo: t('noCopiado') }
  return (
    <>
      <SubjectLinks entry={entry} />
      <span className="inline-flex items-center gap-0.5">
        <Link
          href={auditUrl({ comando: comandoId })}
          prefetch={false}
          title={t('ordenVer', { id: comandoId })}
          className={LINK}
        >
          {t('orden')} <span className="font-mono">…{tail(comandoId)}</span>
        </Link>
        <CopyText text={comandoId} words={words} />
      </span>
      {correlacionId !== comandoId && (
        <Link
          href={auditUrl({ correlacion: correlacionId })}
          prefetch={false}
          title={t('cadenaVer', { id: correlacionId })}
          className={LINK}
        >
          {t('cadena')} <span className="font-mono">…{tail(correlacionId)}</span>
        </Link>
      )}
    </>
  )
}

function SubjectLinks({ entry: { evento, nombres } }: { entry: AuditEntry }) {
  const t = useTranslations('auditoria.fila')
  const { sujeto, version } = evento.sobre
  if (sujeto.tipo === 'cuenta') {
    if (sujeto.id === CUENTA_SISTEMA) return <span className="text-muted">{t('servicio')}</span>
    return (
      <Link href={`/usuarios/${sujeto.id}`} prefetch={false} className={LINK}>
        {t('cuenta', { nombre: nombres[sujeto.id] ?? '' })}
      </Link>
    )
  }
  return (
    <>
      <Link href={ticketUrl(sujeto.id)} prefetch={false} className={LINK}>
        {t('ticket', { id: sujeto.id })}
      </Link>
      <Link href={ticketUrl(sujeto.id, { version })} prefetch={false} className={LINK}>
        <History className="size-3.5" />
        {t('entonces', { version })}
      </Link>
    </>
  )
}
