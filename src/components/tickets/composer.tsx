import { Lock } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { cn } from '@/components/ui/cn'
import { SelectField, TextareaField } from '@/components/ui/fields.client'
import { TRANSICIONES } from '@/domain/ticket/transitions'
import { LIMITES } from '@/domain/values'
import { CommandForm, Send } from './command-form'
import type { TicketDesk } from './desk'
import { ModeChoice } from './mode-choice.client'

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
export function Composer({ desk }: { desk: TicketDesk }) {
  const t = useTranslations('tickets.responder')
  const campo = useTranslations('tickets.campo')
  const { equipo, cerrado } = desk.offers
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
        {cerrado && <Lock aria-hidden className="size-4" />}
        {t(cerrado ? 'cerradoTitulo' : 'titulo')}
      </h2>
      {cerrado && <p className="mt-1 text-sm text-muted">{t('cerradoAyuda')}</p>}
      <CommandForm
        desk={desk}
        action={desk.actions.responder}
        hidden={cerrado ? { reabrir: 'on' } : {}}
        className="mt-4 gap-4"
      >
        {equipo && <ModeChoice legend={t('modo')} choices={modes(t)} cerrado={cerrado} />}
        {equipo && cerrado && <NoteWaits />}
        <TextareaField
          key="comentario"
          name="comentario"
          label={t(cerrado ? 'reabrirComentario' : 'mensaje')}
          maxLength={LIMITES.comentario}
          rows={4}
          {...(!equipo && { 'aria-keyshortcuts': 'r' })}
          {...(cerrado && { optional: campo('opcional') })}
        />
        <div className="flex flex-wrap items-end justify-between gap-3">
          {equipo && !cerrado && <NextState desk={desk} />}
          <Send desk={desk}>{cerrado ? t('reabrir') : equipo ? <SendLabel /> : t('enviar')}</Send>
        </div>
      </CommandForm>
    </section>
  )
}

type Translate = ReturnType<typeof useTranslations<'tickets.responder'>>

function modes(t: Translate) {
  return {
    publica: { label: t('publica'), hint: t('publicaAyuda') },
    interna: { label: t('interna'), hint: t('internaAyuda') },
  }
}

/** The button says where the text goes; plain CSS keeps it true before and without any script. */
function SendLabel() {
  const t = useTranslations('tickets.responder')
  return (
    <>
      <span className="group-has-[[name=interno][value=on]:checked]/composer:hidden">
        {t('enviarPublica')}
      </span>
      <span className="hidden items-center gap-2 group-has-[[name=interno][value=on]:checked]/composer:inline-flex">
        <Lock aria-hidden />
        {t('enviarInterna')}
      </span>
    </>
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

function NextState({ desk }: { desk: TicketDesk }) {
  const t = useTranslations('tickets.responder')
  const estado = useTranslations('dominio.estado')
  const current = desk.ticket.estado
  return (
    <div className="w-full min-w-0 sm:w-64">
      <SelectField
        name="a"
        label={t('despues')}
        options={[
          { value: '', label: t('mantener', { estado: estado(current) }) },
          ...TRANSICIONES[current].map((value) => ({ value, label: t('pasar', { estado: estado(value) }) })),
        ]}
      />
    </div>
  )
}
