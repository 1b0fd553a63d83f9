import Form from 'next/form'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { describedBy, Field } from '@/components/ui/field'
import { CalendarClock } from '@/components/ui/icons'
import { Input } from '@/components/ui/input'
import { SubmitButton } from '@/components/ui/submit-button.client'
import { localMinute } from '@/domain/momento'
import { ZONA } from '@/i18n/zone'

interface MomentFormProps {
  /** The page that is asked for as of a moment. */
  action: string
  /** The moment that stands in the field, in UTC. */
  instante: string
  ahora: string
  /** Names the form. */
  label: string
  /** In the past a moment takes the last one's place; the first one leaves the present to go back to. */
  past: boolean
  /** Hidden fields that the address keeps. */
  children?: ReactNode
}

/** Asks for a page as of a date and time: a GET form, so that the address holds it and no script is needed. */
export function MomentForm({ action, instante, ahora, label, past, children }: MomentFormProps) {
  const t = useTranslations('tiempo.viaje')
  const hint = t('momentoAyuda')
  const shown = localMinute(instante, ZONA)
  return (
    <search aria-label={label}>
      <Form action={action} replace={past} scroll={false} className="flex flex-wrap items-end gap-2">
        {children}
        <div className="min-w-52 flex-1">
          <Field id="momento" label={t('momento')} hint={hint}>
            {/* Keyed: the field shows what the address says, after every link. */}
            <Input
              key={shown}
              id="momento"
              type="datetime-local"
              name="momento"
              required
              defaultValue={shown}
              max={localMinute(ahora, ZONA)}
              aria-describedby={describedBy('momento', { hint })}
            />
          </Field>
        </div>
        <SubmitButton variant="secondary">
          <CalendarClock />
          {t('ver')}
        </SubmitButton>
      </Form>
    </search>
  )
}
