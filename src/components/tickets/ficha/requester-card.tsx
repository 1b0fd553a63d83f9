import { COUNTED, type Requester } from '@projections/tickets/requester'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { listUrl } from '@/components/tickets/lista/list-url'
import { ticketUrl } from '@/components/tickets/ticket-url'
import { Avatar } from '@/components/ui/avatar'
import { EstadoBadge } from '@/components/ui/domain-badges'
import { ESTADOS } from '@/domain/values'

/** Who asked, how to reach them, and what else they asked for: for those who work on the ticket. */
export function RequesterCard({ nombre, requester }: { nombre: string; requester: Requester }) {
  const t = useTranslations('tickets.solicitante')
  const { id, email, activo, otros } = requester
  return (
    <section
      aria-labelledby="solicitante"
      className="mt-4 rounded-xl border border-line bg-surface p-5 text-sm"
    >
      <h2 id="solicitante" className="text-base font-semibold">
        {t('titulo')}
      </h2>
      <div className="mt-3 flex items-center gap-2.5">
        <Avatar nombre={nombre} />
        <div className="min-w-0">
          <p className="font-medium wrap-anywhere">{nombre}</p>
          <a
            href={`mailto:${email}`}
            className="inline-block py-0.5 text-xs text-accent-ink underline wrap-anywhere"
          >
            {email}
          </a>
          {!activo && <p className="text-xs text-muted">{t('inactiva')}</p>}
        </div>
      </div>
      <h3 className="mt-4 text-xs text-muted">{t('otros')}</h3>
      {otros.length === 0 ? (
        <p className="mt-1 text-muted">{t('ninguno')}</p>
      ) : (
        <>
          <Others otros={otros} />
          <CountsByState requester={requester} />
          <Link
            href={listUrl({ solicitante: id })}
            prefetch={false}
            className="mt-3 inline-block py-0.5 font-medium text-accent-ink underline"
          >
            {t('todos')}
          </Link>
        </>
      )}
    </section>
  )
}

function Others({ otros }: Pick<Requester, 'otros'>) {
  return (
    // Where the card stands above the history, the counts and the way to the list are enough.
    <ul className="mt-1.5 flex flex-col gap-2 max-lg:hidden">
      {otros.map(({ id, titulo, estado }) => (
        <li key={id} className="flex items-start justify-between gap-2">
          <Link
            href={ticketUrl(id)}
            prefetch={false}
            className="line-clamp-2 min-w-0 py-0.5 wrap-anywhere hover:underline"
          >
            <span className="text-muted tabular-nums">#{id}</span> {titulo}
          </Link>
          <EstadoBadge estado={estado} />
        </li>
      ))}
    </ul>
  )
}

/** How many they have in each state, those of none left out; of the last ones, where there are very many. */
function CountsByState({ requester: { cuentas, mas } }: { requester: Requester }) {
  const t = useTranslations('tickets.solicitante')
  const estado = useTranslations('dominio.estado')
  return (
    <p className="mt-3 text-xs text-muted">
      {mas && `${t('ultimos', { tope: COUNTED })} `}
      {ESTADOS.filter((each) => cuentas[each] > 0)
        .map((each) => t('cuenta', { estado: estado(each), cuenta: cuentas[each] }))
        .join(' · ')}
    </p>
  )
}
