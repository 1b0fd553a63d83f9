import { normalizeText } from '@/domain/text'
import type { TicketEvent } from '@/domain/ticket/events'
import { type Estado, LIMITES, type Prioridad } from '@/domain/values'
import { clip } from '../account-names'
import { type Kept, keepAttributes } from './attributes'
import { type Entrada, lookUp } from './entry'
import type { Accion, Mapping } from './mapping'

/** How a ticket stands, as far as activities change it. */
export interface Situacion {
  readonly estado: Estado
  readonly prioridad: Prioridad
  readonly categoria: string | null
  readonly asignadoA: number | null
}

/** The accounts that an event speaks of; null where it names nobody. */
export interface Cuentas {
  readonly autor: number | null
  readonly solicitante: number
}

/** What an event comes to: the ticket's events, and how it stands after them. */
export interface Cuento {
  readonly eventos: readonly TicketEvent[]
  readonly estado: Situacion
}

/** The first event of a case: the ticket's creation, and what its activity means. */
export function beginHistoria(entrada: Entrada, mapping: Mapping, cuentas: Cuentas): Cuento {
  const { prioridad, categoria, fecha } = entrada
  const situacion: Situacion = {
    estado: 'abierto',
    prioridad: prioridad ?? 'media',
    categoria,
    asignadoA: null,
  }
  const creacion: TicketEvent = {
    tipo: 'creacion',
    datos: { solicitanteId: cuentas.solicitante, prioridad: situacion.prioridad, categoria },
    contenido: {
      titulo: fill(mapping.titulo, entrada, LIMITES.titulo).replace(/\s+/g, ' '),
      descripcion: fill(mapping.descripcion, entrada, LIMITES.descripcion),
    },
    // Where nobody is named as having done it, whoever asked for it did.
    ...byWhom({ autor: cuentas.autor ?? (entrada.solicitante === null ? null : cuentas.solicitante) }, fecha),
  }
  const { eventos, estado } = act(entrada, situacion, cuentas)
  const traza = keepAttributes(entrada.suceso.traza.atributos)
  return { eventos: withOrigin(entrada, mapping, [creacion, ...eventos], traza), estado }
}

/** A later event: what its activity means, and where that changes nothing, that it was done. */
export function continueHistoria(
  entrada: Entrada,
  mapping: Mapping,
  cuentas: Cuentas,
  situacion: Situacion,
): Cuento {
  const { eventos, estado } = act(entrada, situacion, cuentas)
  const all = eventos.length === 0 ? [{ ...done(entrada), ...byWhom(cuentas, entrada.fecha) }] : eventos
  return { eventos: withOrigin(entrada, mapping, all), estado }
}

/** An event that comes after later ones were recorded: told, but it does not take the ticket back. */
export function tellLate(entrada: Entrada, mapping: Mapping, cuentas: Cuentas, situacion: Situacion): Cuento {
  const evento = { ...done(entrada), ...byWhom(cuentas, entrada.fecha) }
  return {
    eventos: withOrigin(entrada, mapping, [evento], undefined, { tardia: true }),
    estado: situacion,
  }
}

function act(entrada: Entrada, before: Situacion, cuentas: Cuentas): Cuento {
  const { acciones, fecha } = entrada
  // What the mapping doesn't know may be no client's business.
  if (acciones === null) return { eventos: [{ ...done(entrada), ...byWhom(cuentas, fecha) }], estado: before }
  let estado = before
  const eventos: TicketEvent[] = []
  for (const accion of acciones) {
    const evento = effect(accion, entrada, estado, cuentas)
    if (evento === null) continue
    eventos.push({ ...evento, ...byWhom(cuentas, fecha) })
    estado = after(estado, evento)
  }
  return { eventos, estado }
}

/** The event that a command comes to, or null where it changes nothing. What stands in `de` is the ticket's. */
function effect(
  accion: Accion,
  entrada: Entrada,
  situacion: Situacion,
  { autor }: Cuentas,
): TicketEvent | null {
  const { estado } = situacion
  switch (accion.tipo) {
    case 'crear':
      return null
    case 'comentar':
      return comment(fill(accion.texto ?? '{actividad}', entrada, LIMITES.comentario), accion.interno)
    case 'cambiar_estado':
      return accion.a === estado ? null : { tipo: 'cambio_estado', datos: { de: estado, a: accion.a } }
    case 'reabrir':
      return estado === 'cerrado' ? { tipo: 'cambio_estado', datos: { de: estado, a: 'abierto' } } : null
    case 'cerrar':
      return estado === 'cerrado' ? null : { tipo: 'cierre', datos: { de: estado, motivo: accion.motivo } }
    case 'asignar': {
      const a = accion.a === 'nadie' ? null : (autor ?? situacion.asignadoA)
      const de = situacion.asignadoA
      return a === de ? null : { tipo: 'asignacion', datos: { de, a } }
    }
    case 'cambiar_prioridad': {
      const a = accion.a ?? entrada.prioridad ?? situacion.prioridad
      const de = situacion.prioridad
      return a === de ? null : { tipo: 'cambio_prioridad', datos: { de, a } }
    }
    case 'cambiar_categoria': {
      const a = accion.a === undefined ? (entrada.categoria ?? situacion.categoria) : accion.a
      const de = situacion.categoria
      return a === de ? null : { tipo: 'cambio_categoria', datos: { de, a } }
    }
  }
}

function after(situacion: Situacion, evento: TicketEvent): Situacion {
  switch (evento.tipo) {
    case 'cambio_estado':
      return { ...situacion, estado: evento.datos.a }
    case 'cierre':
      return { ...situacion, estado: 'cerrado' }
    case 'asignacion':
      return { ...situacion, asignadoA: evento.datos.a }
    case 'cambio_prioridad':
      return { ...situacion, prioridad: evento.datos.a }
    case 'cambio_categoria':
      return { ...situacion, categoria: evento.datos.a }
    case 'creacion':
    case 'comentario':
    case 'edicion':
      return situacion
  }
}

function comment(contenido: string, esInterno: boolean): TicketEvent {
  return { tipo: 'comentario', datos: { esInterno }, contenido }
}

/** That an activity was done, as a note for those who work on the ticket. */
function done(entrada: Entrada): TicketEvent {
  return comment(fill('{actividad}', entrada, LIMITES.comentario), true)
}

function byWhom({ autor }: Pick<Cuentas, 'autor'>, fecha: string) {
  return { fecha, ...(autor === null ? {} : { usuarioId: autor }) }
}

/** A template's text: `{caso}`, `{actividad}`, or the name of any attribute of the event or its trace. */
function fill(template: string, entrada: Entrada, max: number): string {
  const text = template.replace(/\{([^{}]+)\}/g, (_, name: string) => {
    if (name === 'caso') return entrada.nombre
    if (name === 'actividad') return entrada.actividad
    return lookUp(entrada.suceso, name) ?? '—'
  })
  return clip(normalizeText(text), max).trim() || '—'
}

/** The first of an event's events keeps all that the source says of it, and its id; the others where they are from. */
function withOrigin(
  { id, nombre, suceso }: Entrada,
  { fuente }: Mapping,
  eventos: readonly TicketEvent[],
  traza?: Kept,
  rest: Readonly<Record<string, unknown>> = {},
): TicketEvent[] {
  const where = { fuente: 'xes', registro: fuente, caso: clip(nombre, 200), linea: suceso.linea }
  const { atributos, recortados } = keepAttributes(suceso.atributos)
  const cut = [...recortados, ...(traza?.recortados ?? [])]
  const whole = {
    ...where,
    ...rest,
    evento: id,
    indice: suceso.indice,
    atributos,
    ...(traza ? { traza: traza.atributos } : {}),
    ...(cut.length > 0 ? { recortados: cut } : {}),
  }
  return eventos.map((evento, index) => ({ ...evento, origen: index === 0 ? whole : where }))
}
