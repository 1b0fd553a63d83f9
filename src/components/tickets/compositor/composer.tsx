import { useTranslations } from 'next-intl'
import type { TicketDesk } from '@/components/tickets/desk'
import { cn } from '@/components/ui/cn'
import { Lock } from '@/components/ui/icons'
import { LIMITES } from '@/domain/values'
import { ByMode } from './by-mode'
import { ComposerForm } from './composer-form.client'
import { destinationsOf } from './destinations'
import type { KeptDrafts } from './drafts.client'
import { MessageBox } from './message-box.client'
import { ModeChoice } from './mode-choice.client'
import { SplitButton } from './split-button.client'

// While a note is being written the whole box looks like one; plain CSS, so also before and without any script.
const NOTE_LOOK = cn(
  'has-[[name=interno][value=on]:checked]:border-2 has-[[name=interno][value=on]:checked]:border-dashed',
  'has-[[name=interno][value=on]:checked]:border-warning-ink/60 has-[[name=interno][value=on]:checked]:bg-warning-soft',
  'has-[[name=interno][value=on]:checked]:[&_[role=alert]]:bg-surface',
)

/**
 * The box under the conversation: a reply or a note, with a new state or without; on a closed ticket, its
 * reopening. One form in all cases, so that a draft outlives the ticket's closing.
 */
export function Composer({ desk, borradores }: { desk: TicketDesk; borradores: KeptDrafts }) {
  const t = useTranslations('tickets.responder')
  const { ticket, viewer, actions, newId } = desk
  const { equipo, cerrado } = desk.offers
  const destinos = useDestinations(desk)
  return (
    <section
      id="responder"
      aria-labelledby="responder-titulo"
      className={cn(
        'group/composer scroll-mt-20 rounded-xl border border-line bg-surface p-5 sm:p-6',
        equipo && NOTE_LOOK,
      )}
    >
      <h2 id="responder-titulo" className="flex items-center gap-2 text-base font-semibold">
        {cerrado && <Lock className="size-4" />}
        {t(cerrado ? 'cerradoTitulo' : 'titulo')}
      </h2>
      {cerrado && <p className="mt-1 text-sm text-muted">{t('cerradoAyuda')}</p>}
      <ComposerForm
        key={ticket.id}
        action={actions.responder}
        comandoId={newId()}
        version={ticket.version}
        hidden={{ ticketId: ticket.id, ...(cerrado && { reabrir: 'on' }) }}
        cuenta={viewer.id}
        ticketId={ticket.id}
        borradores={borradores}
        destinos={destinos}
      >
        {equipo && <ModeChoice legend={t('modo')} choices={modes(t)} cerrado={cerrado} />}
        {equipo && cerrado && <NoteWaits />}
        <MessageBox
          label={<Label desk={desk} />}
          words={boxWords(t)}
          maxLength={LIMITES.comentario}
          required={!cerrado}
          tecla={equipo ? undefined : 'r'}
        />
        <SplitButton
          label={<SendLabel desk={desk} />}
          mas={t('mas')}
          titulo={t('despues')}
          destinos={destinos}
        />
      </ComposerForm>
    </section>
  )
}

type Translate = ReturnType<typeof useTranslations<'tickets.responder'>>

function useDestinations(desk: TicketDesk) {
  const [t, estado] = [useTranslations('tickets.responder'), useTranslations('dominio.estado')]
  return destinationsOf(desk, t, { estado, motivo: useTranslations('dominio.motivo') })
}

function modes(t: Translate) {
  return {
    publica: { label: t('publica'), hint: t('publicaAyuda') },
    interna: { label: t('interna'), hint: t('internaAyuda') },
  }
}

function boxWords(t: Translate) {
  return {
    escribir: t('escribir'),
    vista: t('vista'),
    vacia: t('vistaVacia'),
    cargando: t('vistaCargando'),
    ayuda: t('ayuda'),
    recuperado: t('recuperado'),
    descartar: t('descartar'),
  }
}

function Label({ desk: { offers } }: { desk: TicketDesk }) {
  const t = useTranslations('tickets.responder')
  const campo = useTranslations('tickets.campo')
  if (offers.cerrado)
    return (
      <>
        {t('reabrirComentario')} <span className="font-normal text-muted">({campo('opcional')})</span>
      </>
    )
  if (!offers.equipo) return t('mensaje')
  return <ByMode publica={t('mensajePublico')} interna={t('mensajeInterno')} />
}

/** The button says where the text goes. */
function SendLabel({ desk: { offers } }: { desk: TicketDesk }) {
  const t = useTranslations('tickets.responder')
  if (offers.cerrado) return t('reabrir')
  if (!offers.equipo) return t('enviar')
  return (
    <ByMode
      publica={t('enviarPublica')}
      interna={
        <>
          <Lock />
          {t('enviarInterna')}
        </>
      }
    />
  )
}

/** A note must not become public by the reopening: it stays in its box until the ticket is open again. */
function NoteWaits() {
  const t = useTranslations('tickets.responder')
  return (
    <p className="hidden text-sm font-medium text-warning-ink group-has-[[name=interno][value=on]:checked]/composer:block">
      {t('notaEspera')}
    </p>
  )
}
