import { normalizeText } from '@/domain/text'
import { LIMITES, type Prioridad } from '@/domain/values'
import { clip } from '../account-names'
import type { SourceEntry } from '../history-recorder'
import { stableUlid } from '../stable-id'
import { canonical, textOf } from './attributes'
import type { ElementProblem } from './element'
import { readInstant } from './instant'
import type { Registro, Suceso } from './items'
import type { Accion, Mapping } from './mapping'

/** An event of a log as the mapping reads it. */
export interface Entrada extends SourceEntry {
  readonly suceso: Suceso
  /** The case's own name. */
  readonly nombre: string
  readonly fecha: string
  readonly actividad: string
  /** What the activity means; null where the mapping doesn't know it. */
  readonly acciones: readonly Accion[] | null
  readonly recurso: string | null
  readonly solicitante: string | null
  readonly prioridad: Prioridad | null
  readonly categoria: string | null
}

export type EntryProblem =
  | ElementProblem
  | { readonly tipo: 'falta'; readonly clave: string }
  | { readonly tipo: 'valor'; readonly clave: string; readonly valor: string }

export type ReadEntry =
  | { readonly ok: true; readonly entrada: Entrada }
  | { readonly ok: false; readonly problema: EntryProblem }

/** The mapping names a classifier that the log doesn't have. */
export class ClassifierMissing extends Error {
  override readonly name = 'ClassifierMissing'
  constructor(
    readonly clasificador: string,
    readonly hay: readonly string[],
  ) {
    super(`no classifier ${clasificador}`)
  }
}

/** What an event says under a key, or else its trace. */
export function lookUp({ atributos, traza }: Suceso, clave: string): string | null {
  const valor = textOf(atributos, clave) ?? textOf(traza.atributos, clave)
  return valor === null || valor.trim() === '' ? null : valor
}

/**
 * A reader of one log's events.
 * @throws ClassifierMissing
 */
export function createEntryReader(mapping: Mapping, registro: Registro): (suceso: Suceso) => ReadEntry {
  const keys = activityKeys(mapping, registro)
  const log = textOf(registro.atributos, 'concept:name') ?? ''
  return (suceso) => {
    const problema = suceso.problema ?? missing(mapping, keys, suceso)
    if (problema) return { ok: false, problema }
    const nombre = textOf(suceso.traza.atributos, mapping.caso) ?? ''
    const texto = lookUp(suceso, mapping.fecha) ?? ''
    const fecha = readInstant(texto)
    if (fecha === null) return wrong(mapping.fecha, texto)
    const prioridad = readPriority(mapping, suceso)
    if (prioridad === undefined)
      return wrong(mapping.prioridad?.atributo ?? '', lookUp(suceso, mapping.prioridad?.atributo ?? '') ?? '')
    const actividad = keys.map((clave) => lookUp(suceso, clave) ?? '').join('+')
    const caso = caseId(mapping.fuente, log, nombre)
    const entrada: Entrada = {
      id: sucesoId(caso, suceso),
      caso,
      lugar: placeOf(fecha, suceso.indice),
      suceso,
      nombre,
      fecha,
      actividad,
      acciones: Object.hasOwn(mapping.actividades, actividad)
        ? (mapping.actividades[actividad] ?? null)
        : null,
      recurso: lookUp(suceso, mapping.recurso.atributo),
      solicitante: mapping.solicitante && lookUp(suceso, mapping.solicitante.atributo),
      prioridad,
      categoria: readCategory(mapping, suceso),
    }
    return { ok: true, entrada }
  }
}

/** Where an event stands among its case's: by time, and where that is the same, in the order of the file. */
export function placeOf(fecha: string, indice: number): string {
  return `${fecha}#${String(indice).padStart(9, '0')}`
}

/** The command that makes a case's ticket. */
export function caseId(fuente: string, registro: string, caso: string): string {
  return stableUlid('xes', 'caso', fuente, registro, caso)
}

/** Made of all that the event says: neither its line nor the rest of the file matter, nor does the mapping. */
function sucesoId(caso: string, { atributos, traza }: Suceso): string {
  const id = stableUlid('xes', 'suceso', caso, canonical(atributos))
  const occurrence = traza.ocurrencias.next(id)
  return occurrence === 0 ? id : stableUlid('xes', 'suceso', id, String(occurrence))
}

function activityKeys({ actividad }: Mapping, { clasificadores }: Registro): readonly string[] {
  if ('atributos' in actividad) return actividad.atributos
  const keys = clasificadores.get(actividad.clasificador)
  if (!keys || keys.length === 0)
    throw new ClassifierMissing(actividad.clasificador, [...clasificadores.keys()])
  return keys
}

function missing({ caso, fecha }: Mapping, keys: readonly string[], suceso: Suceso): EntryProblem | null {
  const { atributos } = suceso.traza
  if ((textOf(atributos, caso) ?? '').trim() === '') return { tipo: 'falta', clave: caso }
  const clave = [fecha, ...keys].find((key) => lookUp(suceso, key) === null)
  return clave === undefined ? null : { tipo: 'falta', clave }
}

function wrong(clave: string, valor: string): ReadEntry {
  return { ok: false, problema: { tipo: 'valor', clave, valor: clip(valor, 80) } }
}

/** Undefined where the mapping neither knows the value nor has one for those that it doesn't know. */
function readPriority({ prioridad }: Mapping, suceso: Suceso): Prioridad | null | undefined {
  const valor = prioridad && lookUp(suceso, prioridad.atributo)
  if (!prioridad || valor === null) return null
  return Object.hasOwn(prioridad.valores, valor) ? prioridad.valores[valor] : prioridad.defecto
}

function readCategory({ categoria }: Mapping, suceso: Suceso): string | null {
  const valor = categoria && lookUp(suceso, categoria.atributo)
  if (!categoria || valor === null) return null
  const text = normalizeText(`${categoria.prefijo}${valor}`).replace(/\s+/g, ' ')
  return clip(text, LIMITES.categoria).trim() || null
}
