import { z } from 'zod'
import { TicketEvent } from '../ticket/events'
import { Id, Ulid } from '../values'

/** The kinds of event that a webhook may be told of. */
export const TIPOS_WEBHOOK = TicketEvent.options.map((option) => option.shape.tipo.value)
export const TipoWebhook = z.enum(TIPOS_WEBHOOK)

export const ACCIONES_WEBHOOK = ['pausar', 'reanudar', 'borrar', 'repetir'] as const
export type AccionWebhook = (typeof ACCIONES_WEBHOOK)[number]

/** True for what only keeps a webhook from telling. */
export function stopsWebhook(accion: string): boolean {
  return accion === 'pausar' || accion === 'borrar'
}

/** What a webhook is told of; empty and null are everything that its owner may see. */
export const FiltroWebhook = z.object({
  tipos: z.array(TipoWebhook).max(TIPOS_WEBHOOK.length).default([]),
  ticket: Id.nullable().default(null),
  solicitante: Id.nullable().default(null),
})
export type FiltroWebhook = z.infer<typeof FiltroWebhook>

/** What the log keeps of a new webhook; its address may name a person, and can be erased. */
export const DatosWebhook = z.object({ filtro: FiltroWebhook, notas: z.boolean() })

export const DatosGestionWebhook = z.object({
  accion: z.enum(ACCIONES_WEBHOOK),
  webhookId: Ulid,
  /** The position from which events are sent again. */
  desde: z.number().int().nonnegative().nullable().default(null),
})

/** An address that a webhook may have; what it resolves to is looked at when something is sent. */
export const UrlWebhook = z
  .url({ protocol: /^https?$/ })
  .max(2000)
  .refine(
    (text) => {
      // Asked of what is no address as well.
      if (!URL.canParse(text)) return false
      const { username, password, hash } = new URL(text)
      return username === '' && password === '' && hash === ''
    },
    { params: { motivo: 'url' } },
  )
