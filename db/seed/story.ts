import type { TicketCommand } from '@/domain/ticket/commands'
import type { Estado, MotivoCierre, Prioridad, Rol } from '@/domain/values'

/** The demo accounts, by the name that stories give them, with the ids that the seed gives them. */
export const PERSONAS = { marta: 2, diego: 3, lucia: 4, andres: 5, elena: 6 } as const
export type Persona = keyof typeof PERSONAS

export interface DemoAccount {
  readonly persona: Persona
  readonly email: string
  readonly nombre: string
  readonly rol: Rol
  /** argon2id of `bitacora-demo-2026`: hashes are salted, so a generator can't make the same one twice. */
  readonly passwordHash: string
}

/** How long ago: days, and hours and minutes on top. */
export type Ago = readonly [days: number, time: string]

/** One command: who gave it, and when. */
export interface Step {
  readonly quien: Persona
  readonly hace: Ago
  readonly comando: (ticketId: number) => TicketCommand
}

/** A ticket's life, oldest first: its creation and all that came after. */
export type Story = readonly Step[]

const step = (quien: Persona, hace: Ago, comando: Step['comando']): Step => ({ quien, hace, comando })

/** Opens a ticket, for somebody else where it says so. */
export const crea = (
  quien: Persona,
  hace: Ago,
  titulo: string,
  descripcion: string,
  rest: { prioridad?: Prioridad; categoria?: string; para?: Persona } = {},
): Step => {
  const { prioridad = 'media', categoria = null, para } = rest
  const solicitanteId = para ? PERSONAS[para] : null
  return step(quien, hace, () => ({
    tipo: 'crear_ticket',
    titulo,
    descripcion,
    prioridad,
    categoria,
    solicitanteId,
  }))
}

/** Says something that everybody sees. */
export const comenta = (quien: Persona, hace: Ago, comentario: string): Step =>
  step(quien, hace, (ticketId) => ({ tipo: 'comentar', ticketId, comentario, interno: false }))

/** Says something to the team alone. */
export const anota = (quien: Persona, hace: Ago, comentario: string): Step =>
  step(quien, hace, (ticketId) => ({ tipo: 'comentar', ticketId, comentario, interno: true }))

/** Gives a ticket to somebody, or to nobody. */
export const asigna = (quien: Persona, hace: Ago, a: Persona | null): Step =>
  step(quien, hace, (ticketId) => ({ tipo: 'asignar', ticketId, a: a && PERSONAS[a] }))

/** Takes a ticket to another state, with a comment where there is one. */
export const pasa = (quien: Persona, hace: Ago, a: Estado, comentario?: string): Step =>
  step(quien, hace, (ticketId) =>
    comentario === undefined
      ? { tipo: 'cambiar_estado', ticketId, a }
      : { tipo: 'actualizar_con_interaccion', ticketId, a, comentario, interno: false },
  )

/** Gives a ticket another priority. */
export const prioriza = (quien: Persona, hace: Ago, a: Prioridad): Step =>
  step(quien, hace, (ticketId) => ({ tipo: 'cambiar_prioridad', ticketId, a }))

/** Gives a ticket another category. */
export const clasifica = (quien: Persona, hace: Ago, a: string): Step =>
  step(quien, hace, (ticketId) => ({ tipo: 'cambiar_categoria', ticketId, a }))

/** Writes title and description anew. */
export const edita = (quien: Persona, hace: Ago, titulo: string, descripcion: string): Step =>
  step(quien, hace, (ticketId) => ({ tipo: 'editar_ticket', ticketId, titulo, descripcion }))

/** Closes a ticket. */
export const cierra = (
  quien: Persona,
  hace: Ago,
  motivo: MotivoCierre,
  comentario: string | null = null,
): Step => step(quien, hace, (ticketId) => ({ tipo: 'cerrar_ticket', ticketId, motivo, comentario }))

/** Opens a closed ticket again. */
export const reabre = (quien: Persona, hace: Ago, comentario: string): Step =>
  step(quien, hace, (ticketId) => ({ tipo: 'reabrir_ticket', ticketId, comentario }))
