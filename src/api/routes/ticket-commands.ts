import { z } from 'zod'
import type { TicketCommand } from '@/domain/ticket/commands'
import {
  AplicarCambios,
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
import { giveCommand } from '../command'
import { type ApiRoute, defineRoute, type Metodo, NADA, type OperationName } from '../route'
import { Aceptado, IdTexto } from '../schemas'

export const createTicket = defineRoute({
  nombre: 'createTicket',
  grupo: 'tickets',
  metodo: 'POST',
  ruta: '/api/tickets',
  alcance: 'write',
  params: NADA,
  consulta: NADA,
  cuerpo: CrearTicket.omit({ tipo: true }).strict(),
  idempotente: true,
  salida: { status: 201, cuerpo: Aceptado },
  handle: (call, { cuerpo }) =>
    giveCommand(call, { ...cuerpo, tipo: 'crear_ticket' }, (id) => `/api/tickets/${id}`),
})

interface Change<B extends z.ZodType> {
  readonly nombre: OperationName
  /** Behind the ticket's address. */
  readonly hacia?: `/${string}`
  readonly metodo?: Metodo
  readonly cuerpo: B
  readonly comando: (cuerpo: z.output<B>, ticketId: number) => TicketCommand
}

/** A route that gives one command on one ticket: its body is the command's, without kind and ticket. */
function ticketRoute<B extends z.ZodType>(change: Change<B>): ApiRoute {
  const { nombre, hacia = '', metodo = 'POST', cuerpo, comando } = change
  return defineRoute({
    nombre,
    grupo: 'tickets',
    metodo,
    ruta: `/api/tickets/{id}${hacia}`,
    alcance: 'write',
    params: z.strictObject({ id: IdTexto }),
    consulta: NADA,
    cuerpo,
    idempotente: true,
    versionado: true,
    salida: { status: 200, cuerpo: Aceptado },
    handle: (call, input) => giveCommand(call, comando(input.cuerpo, input.params.id)),
  })
}

const own = { tipo: true, ticketId: true } as const

export const changeTicket = ticketRoute({
  nombre: 'changeTicket',
  metodo: 'PATCH',
  cuerpo: AplicarCambios.omit(own).strict(),
  comando: (cuerpo, ticketId) => ({ ...cuerpo, tipo: 'aplicar_cambios', ticketId }),
})

export const changeEstado = ticketRoute({
  nombre: 'changeEstado',
  hacia: '/estado',
  cuerpo: CambiarEstado.omit(own).strict(),
  comando: (cuerpo, ticketId) => ({ ...cuerpo, tipo: 'cambiar_estado', ticketId }),
})

export const changeAsignacion = ticketRoute({
  nombre: 'changeAsignacion',
  hacia: '/asignacion',
  cuerpo: Asignar.omit(own).strict(),
  comando: (cuerpo, ticketId) => ({ ...cuerpo, tipo: 'asignar', ticketId }),
})

export const changePrioridad = ticketRoute({
  nombre: 'changePrioridad',
  hacia: '/prioridad',
  cuerpo: CambiarPrioridad.omit(own).strict(),
  comando: (cuerpo, ticketId) => ({ ...cuerpo, tipo: 'cambiar_prioridad', ticketId }),
})

export const changeCategoria = ticketRoute({
  nombre: 'changeCategoria',
  hacia: '/categoria',
  cuerpo: CambiarCategoria.omit(own).strict(),
  comando: (cuerpo, ticketId) => ({ ...cuerpo, tipo: 'cambiar_categoria', ticketId }),
})

export const editTicket = ticketRoute({
  nombre: 'editTicket',
  hacia: '/texto',
  cuerpo: EditarTicket.omit(own).strict(),
  comando: (cuerpo, ticketId) => ({ ...cuerpo, tipo: 'editar_ticket', ticketId }),
})

export const addComentario = ticketRoute({
  nombre: 'addComentario',
  hacia: '/comentarios',
  cuerpo: Comentar.omit(own).strict(),
  comando: (cuerpo, ticketId) => ({ ...cuerpo, tipo: 'comentar', ticketId }),
})

export const closeTicket = ticketRoute({
  nombre: 'closeTicket',
  hacia: '/cierre',
  cuerpo: CerrarTicket.omit(own).strict(),
  comando: (cuerpo, ticketId) => ({ ...cuerpo, tipo: 'cerrar_ticket', ticketId }),
})

export const reopenTicket = ticketRoute({
  nombre: 'reopenTicket',
  hacia: '/reapertura',
  cuerpo: ReabrirTicket.omit(own).strict(),
  comando: (cuerpo, ticketId) => ({ ...cuerpo, tipo: 'reabrir_ticket', ticketId }),
})
