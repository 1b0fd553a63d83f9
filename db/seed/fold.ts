import { createHash } from 'node:crypto'
import { reduceTicket } from '@projections/tickets/reducer'
import type { TicketRow } from '@projections/tickets/row'
import { digestCommand } from '@/commands/digest'
import type { Actor } from '@/domain/actor'
import type { CuentaRef, DecisionContext } from '@/domain/context'
import type { CuentaEvent } from '@/domain/cuenta/events'
import type { DomainEvent } from '@/domain/events'
import { decideTicket } from '@/domain/ticket/decide'
import { CUENTA_SISTEMA } from '@/domain/values'
import { type EncodedPayload, encodePayload } from '@/events/codec'
import { stableUlid } from '@/io/stable-id'
import { ACCOUNTS, STORIES } from './stories'
import { type Ago, type DemoAccount, PERSONAS, type Step, type Story } from './story'

/** An event of the seed: a row of the log, but for its dates, which are counted back from the time of seeding. */
export interface SeedEvent extends EncodedPayload {
  readonly hace: Ago
  readonly sujeto: { readonly tipo: 'ticket' | 'cuenta'; readonly id: number }
  readonly usuarioId: number
  readonly version: number
  readonly eventoId: string
  readonly comandoId: string
  readonly orden: number
}

/** The row of a ticket as its events make it; its dates are `Ago`s, written as JSON. */
export interface SeedTicket {
  readonly row: TicketRow
  readonly eventos: readonly SeedEvent[]
}

/** How many minutes ago. */
export function minutes([days, time]: Ago): number {
  const [hours = 0, rest = 0] = time.split(':').map(Number)
  return days * 24 * 60 + hours * 60 + rest
}

/** The tickets in order of creation, which is the order of their ids. */
export function foldTickets(): SeedTicket[] {
  const start = (story: Story) => minutes(story[0]?.hace ?? [0, '0:0'])
  return [...STORIES].sort((a, b) => start(b) - start(a)).map((story, index) => foldStory(story, index + 1))
}

/** Runs a story's commands through the domain: what the service would refuse can't get into the seed. */
function foldStory(story: Story, id: number): SeedTicket {
  let row: TicketRow | null = null
  const eventos: SeedEvent[] = []
  for (const [index, step] of story.entries()) {
    const comando = step.comando(id)
    const decision = decideTicket(row, comando, contextOf(step))
    if (!decision.ok) throw new Error(`story ${id}, step ${index + 1}: ${JSON.stringify(decision.rechazo)}`)
    const comandoId = stableUlid('seed', 'ticket', String(id), String(index))
    const digest = digestCommand({ actor: actorOf(step), comando })
    for (const [orden, evento] of decision.eventos.entries()) {
      const version = eventos.length + 1
      const usuarioId = PERSONAS[step.quien]
      const place = { hace: step.hace, sujeto: { tipo: 'ticket' as const, id }, usuarioId, version }
      const encoded = seedEvent(evento, { ...place, comandoId, orden }, orden === 0 ? digest : undefined)
      eventos.push(encoded)
      const { esInterno } = encoded
      const sobre = {
        sujeto: place.sujeto,
        usuarioId,
        version,
        comandoId,
        fecha: JSON.stringify(step.hace),
        esInterno,
      }
      row = reduceTicket(row, { ...evento, sobre })
    }
  }
  if (row === null) throw new Error(`story ${id} has no steps`)
  return { row, eventos }
}

/** The event that makes a demo account: the system makes the admin, the admin the others. */
export function accountEvent({ persona, email, nombre, rol }: DemoAccount, hace: Ago): SeedEvent {
  const id = PERSONAS[persona]
  const event: CuentaEvent = {
    tipo: 'alta_cuenta',
    datos: { rol, activo: true },
    contenido: { email, nombre },
  }
  const usuarioId = rol === 'admin' ? CUENTA_SISTEMA : PERSONAS.marta
  const comandoId = stableUlid('seed', 'cuenta', String(id))
  return seedEvent(event, {
    hace,
    sujeto: { tipo: 'cuenta', id },
    usuarioId,
    version: 1,
    comandoId,
    orden: 0,
  })
}

function seedEvent(
  event: DomainEvent,
  place: Omit<SeedEvent, keyof EncodedPayload | 'eventoId'>,
  digest?: string,
): SeedEvent {
  const eventoId = stableUlid('seed', place.comandoId, String(place.orden))
  // Fixed, as the whole file is; it hides nothing here, for the content stands beside it.
  const sal = createHash('sha256').update(eventoId).digest('hex').slice(0, 32)
  return { ...encodePayload(event, sal, digest), ...place, eventoId }
}

function actorOf({ quien }: Step): Actor {
  const account = ACCOUNTS.find(({ persona }) => persona === quien)
  if (!account) throw new Error(`no account for ${quien}`)
  return { tipo: 'persona', id: PERSONAS[quien], rol: account.rol }
}

function contextOf(step: Step): DecisionContext {
  const cuentas = ACCOUNTS.map(
    ({ persona, email, nombre, rol }): CuentaRef => ({
      id: PERSONAS[persona],
      email,
      nombre,
      rol,
      activo: true,
      idioma: 'es',
    }),
  )
  return {
    actor: actorOf(step),
    ahora: JSON.stringify(step.hace),
    cuentas: new Map(cuentas.map((cuenta) => [cuenta.id, cuenta])),
    cuentaDeEmail: null,
    otroAdmin: null,
  }
}
