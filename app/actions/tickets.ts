'use server'

import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import type { FormState } from '@/components/form-state'
import type { Command } from '@/domain/commands'
import {
  ActualizarConInteraccion,
  Asignar,
  CambiarCategoria,
  CambiarEstado,
  CambiarPrioridad,
  CerrarTicket,
  Comentar,
  CrearTicket,
  EditarTicket,
  ReabrirTicket,
} from '@/domain/ticket/commands'
import type { Estado } from '@/domain/values'
import { defineAction } from './define-action'
import { FieldProblem, FormReader } from './form-reader'
import { giveCommand, type Intent } from './give-command'
import { fieldState, pendingNoteState } from './results'
import { settleDraft } from './settle-draft'
import { readSolicitante } from './solicitante'

/** What travels beside the arguments: the version that the person saw, and the command's own id. */
interface OpcionesDeActualizacion {
  readonly versionVista?: number
  readonly comandoId?: string
  readonly interno?: boolean
}

/**
 * Changes a ticket's state and says why: one command, two events, both or none. The arguments come from anywhere,
 * whatever their types say, and are parsed; who does it is the session's person.
 * @public
 */
export async function actualizarTicketConInteraccion(
  ticketId: number,
  nuevoEstado: Estado,
  comentario: string,
  opciones: OpcionesDeActualizacion = {},
): Promise<FormState> {
  const { versionVista, comandoId, interno } = z.record(z.string(), z.unknown()).catch({}).parse(opciones)
  const typed = { a: nuevoEstado, comentario, interno: interno === true ? 'on' : '' }
  return await actualizar({
    datos: { ticketId, a: nuevoEstado, comentario, interno },
    comandoId,
    version: versionVista,
    valores: z.record(z.string(), z.string().catch('')).parse(typed),
  })
}

type Actualizacion = Pick<Intent<Command>, 'comandoId' | 'version' | 'valores'> & { readonly datos: object }

async function actualizar({ datos, ...rest }: Actualizacion): Promise<FormState> {
  return await giveCommand({
    schema: ActualizarConInteraccion,
    datos: { ...datos, tipo: 'actualizar_con_interaccion' },
    ...rest,
  })
}

const comentarAction = defineAction({
  schema: Comentar,
  read: (form) => ({
    tipo: 'comentar',
    ticketId: form.number('ticketId'),
    comentario: form.text('comentario'),
    interno: form.flag('interno'),
  }),
})

const reabrirTicketAction = defineAction({
  schema: ReabrirTicket,
  read: (form) => ({
    tipo: 'reabrir_ticket',
    ticketId: form.number('ticketId'),
    // An internal note that was being written must not go out as the reopening's comment.
    comentario: form.flag('interno') ? null : form.optional('comentario'),
  }),
})

async function reabrirTicket(previous: FormState, formData: FormData): Promise<FormState> {
  const form = new FormReader(formData)
  const state = await reabrirTicketAction(previous, formData)
  const pending = form.flag('interno') && form.optional('comentario') !== null
  if (state.estado !== 'aceptado' || !pending) return state
  return await pendingNoteState(state.comandoId, form.draft())
}

const cerrarConRespuestaAction = defineAction({
  schema: CerrarTicket,
  read: (form) => ({
    tipo: 'cerrar_ticket',
    ticketId: form.number('ticketId'),
    motivo: form.text('motivo'),
    // What is sent as a reply must be one: closing without a word has a form of its own.
    comentario: form.text('comentario'),
  }),
})

/** A comment with a new state: one command, both events or none. */
async function responderYPasar(form: FormReader, a: string): Promise<FormState> {
  const [ticketId, comentario] = [form.number('ticketId'), form.text('comentario')]
  return await actualizar({
    datos: { ticketId, a, comentario, interno: form.flag('interno') },
    comandoId: form.text('comandoId'),
    version: form.optionalNumber('version') ?? undefined,
    valores: form.draft(),
  })
}

/** The command that closes with a reason says its last word to the client: a note closes by the other one. */
async function responderYCerrar(previous: FormState, formData: FormData): Promise<FormState> {
  const form = new FormReader(formData)
  if (!form.flag('interno')) return await cerrarConRespuestaAction(previous, formData)
  if (form.text('motivo') === 'resuelto') return await responderYPasar(form, 'cerrado')
  const t = await getTranslations('tickets.responder')
  const problem = new FieldProblem('comentario', t('notaCierra'))
  return await fieldState(problem, form.text('comandoId'), form.draft())
}

async function responder(previous: FormState, formData: FormData): Promise<FormState> {
  const form = new FormReader(formData)
  if (form.flag('reabrir')) return await reabrirTicket(previous, formData)
  if (form.optional('motivo') !== null) return await responderYCerrar(previous, formData)
  const estado = form.optional('a')
  return estado === null ? await comentarAction(previous, formData) : await responderYPasar(form, estado)
}

/**
 * What the box under the conversation sends: a comment, alone, with a new state or with the closing, or the reopening of
 * a closed ticket. One action, so that a draft stays in its box when somebody else closes or reopens the ticket.
 */
export async function responderTicketAction(previous: FormState, formData: FormData): Promise<FormState> {
  const state = await responder(previous, formData)
  if (state.estado === 'aceptado') await settleDraft(new FormReader(formData))
  return state
}

export const crearTicketAction = defineAction({
  schema: CrearTicket,
  read: async (form) => {
    const solicitanteId = await readSolicitante(form)
    if (solicitanteId instanceof FieldProblem) return solicitanteId
    return {
      tipo: 'crear_ticket',
      titulo: form.text('titulo'),
      descripcion: form.text('descripcion'),
      prioridad: form.optional('prioridad') ?? undefined,
      categoria: form.optional('categoria'),
      solicitanteId,
    }
  },
  redirectTo: (id) => `/tickets/${id}`,
})

export const cambiarEstadoAction = defineAction({
  schema: CambiarEstado,
  read: (form) => ({ tipo: 'cambiar_estado', ticketId: form.number('ticketId'), a: form.text('a') }),
})

export const asignarAction = defineAction({
  schema: Asignar,
  read: (form) => ({ tipo: 'asignar', ticketId: form.number('ticketId'), a: form.optionalNumber('a') }),
})

export const cambiarPrioridadAction = defineAction({
  schema: CambiarPrioridad,
  read: (form) => ({ tipo: 'cambiar_prioridad', ticketId: form.number('ticketId'), a: form.text('a') }),
})

export const cambiarCategoriaAction = defineAction({
  schema: CambiarCategoria,
  read: (form) => ({ tipo: 'cambiar_categoria', ticketId: form.number('ticketId'), a: form.optional('a') }),
})

export const editarTicketAction = defineAction({
  schema: EditarTicket,
  read: (form) => ({
    tipo: 'editar_ticket',
    ticketId: form.number('ticketId'),
    titulo: form.text('titulo'),
    descripcion: form.text('descripcion'),
  }),
})

export const cerrarTicketAction = defineAction({
  schema: CerrarTicket,
  read: (form) => ({
    tipo: 'cerrar_ticket',
    ticketId: form.number('ticketId'),
    motivo: form.text('motivo'),
    comentario: form.optional('comentario'),
  }),
})
