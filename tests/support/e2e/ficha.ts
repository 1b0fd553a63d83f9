import { findCuentaByEmailQuery } from '@projections/usuarios/list'
import type { TicketEvent } from '@/domain/ticket/events'
import { ADMIN_SERVICE, type TestSystem } from '../system'
import { ROLES } from './browser'

/** What no client may ever receive of the ticket to be read. */
export const NOTE = 'NOTA-QUE-NO-SE-IMPRIME'

type Dispatch = Pick<TestSystem, 'dispatch' | 'runtime'>

/**
 * A ticket of `cliente` with what a timeline can hold: versions 4 to 7 are changes that the operator made within two
 * minutes, 8 is an internal note, 9 a comment in Markdown, 10 closes it.
 */
export async function makeTicketToRead(system: Dispatch): Promise<number> {
  const cliente = await accountOf(system, ROLES.cliente)
  const operador = await accountOf(system, ROLES.operador)
  const at = (usuarioId: number, time: string) => ({ usuarioId, fecha: `2026-03-${time}.000Z` })
  return await record(system, null, [
    {
      tipo: 'creacion',
      datos: { solicitanteId: cliente, prioridad: 'media', categoria: null },
      contenido: {
        titulo: 'La impresora de la tercera planta imprime en blanco desde el lunes por la mañana',
        descripcion: 'Sale **en blanco**.\n\n- bandeja 1\n- bandeja 2',
      },
      ...at(cliente, '01T09:00:00'),
    },
    comment('La hemos visto, vamos ahora.', at(operador, '01T09:30:00')),
    comment('Gracias.\nAquí estaré.', at(cliente, '01T09:40:00')),
    { tipo: 'cambio_prioridad', datos: { de: 'media', a: 'critica' }, ...at(operador, '02T10:00:00') },
    { tipo: 'asignacion', datos: { de: null, a: operador }, ...at(operador, '02T10:00:40') },
    { tipo: 'cambio_estado', datos: { de: 'abierto', a: 'en_progreso' }, ...at(operador, '02T10:01:10') },
    { tipo: 'cambio_categoria', datos: { de: null, a: 'impresoras' }, ...at(operador, '02T10:02:00') },
    {
      tipo: 'comentario',
      datos: { esInterno: true },
      contenido: `${NOTE}: el tóner era de otra marca.`,
      ...at(operador, '02T10:30:00'),
    },
    comment('Cambiado el `tóner`:\n\n1. apagar\n2. encender\n\n> ¿Va ya?', at(operador, '03T08:00:00')),
    { tipo: 'cierre', datos: { de: 'en_progreso', motivo: 'resuelto' }, ...at(operador, '03T08:05:00') },
  ])
}

/** A ticket of `cliente` with `events` events, every tenth of them an internal note; the others count from 2 on. */
export async function makeHugeTicket(system: Dispatch, events: number): Promise<number> {
  const solicitanteId = await accountOf(system, ROLES.cliente)
  const id = await record(system, null, [
    {
      tipo: 'creacion',
      datos: { solicitanteId, prioridad: 'media', categoria: null },
      contenido: { titulo: 'Todo un expediente', descripcion: 'Largo.' },
    },
  ])
  for (let from = 2; from <= events; from += 100) {
    const size = Math.min(100, events - from + 1)
    await record(
      system,
      id,
      Array.from({ length: size }, (_, n) => entry(from + n)),
    )
  }
  return id
}

function entry(n: number): TicketEvent {
  return n % 10 === 0
    ? { tipo: 'comentario', datos: { esInterno: true }, contenido: `${NOTE} ${n}` }
    : { tipo: 'comentario', datos: { esInterno: false }, contenido: `Línea ${n}.` }
}

function comment(contenido: string, when: { usuarioId: number; fecha: string }): TicketEvent {
  return { tipo: 'comentario', datos: { esInterno: false }, contenido, ...when }
}

async function record(
  system: Dispatch,
  ticketId: number | null,
  eventos: readonly TicketEvent[],
): Promise<number> {
  const made = await system.dispatch(ADMIN_SERVICE, {
    tipo: 'registrar_historia',
    ticketId,
    eventos: [...eventos],
  })
  if (made.estado !== 'aceptado') throw new Error(JSON.stringify(made))
  return made.sujeto.id
}

async function accountOf(system: Dispatch, email: string): Promise<number> {
  const found = await findCuentaByEmailQuery(system.runtime.db.as('api_server'), email)
  if (!found) throw new Error(`no ${email}`)
  return found.id
}
