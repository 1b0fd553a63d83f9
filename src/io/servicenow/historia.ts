import { normalizeText } from '@/domain/text'
import type { TicketEvent } from '@/domain/ticket/events'
import { LIMITES } from '@/domain/values'
import { clip } from '../account-names'
import type { Fila, Incidente } from './fila'

/** The accounts that a row speaks of, found or made beforehand; null where the row names nobody. */
export interface Cuentas {
  readonly solicitante: number
  readonly agente: number | null
  readonly resolutor: number | null
}

/** Where a row stands in what is imported. */
export interface Origin {
  readonly fuente: 'servicenow'
  readonly numero: string
  readonly linea: number
}

/** Which column changed, from what to what. */
export type Cambios = Readonly<Record<string, readonly [string | null, string | null]>>

/** The events that an incident's first row means: its creation, and what had happened to it by then. */
export function beginHistoria(row: Incidente, cuentas: Cuentas, origin: Origin): TicketEvent[] {
  const { fila, prioridad, categoria, apertura } = row
  const creacion: TicketEvent = {
    tipo: 'creacion',
    datos: { solicitanteId: cuentas.solicitante, prioridad, categoria },
    contenido: { titulo: titleOf(row), descripcion: describe(row) },
    fecha: apertura,
    usuarioId: cuentas.solicitante,
    origen: { ...origin, fila: knownOf(fila) },
  }
  const stand = { origen: { ...origin }, fecha: row.fecha }
  const estado = row.estado === 'abierto' ? [] : [{ ...stateEvent(row, cuentas), ...stand }]
  const agente = cuentas.agente === null ? [] : [{ ...assignment(cuentas.agente), ...stand }]
  return [creacion, ...estado, ...agente]
}

/**
 * The events that a row's difference from the one before it means; one at least, so that every row leaves its
 * trace. The first of them keeps every column that changed: folded over the first row they give each row back.
 */
export function continueHistoria(
  before: Incidente,
  row: Incidente,
  cuentas: Cuentas,
  origin: Origin,
): TicketEvent[] {
  const eventos: TicketEvent[] = []
  // What stands in `de` is the ticket's to say: decideHistoria takes it from the state.
  if (row.estado !== before.estado) eventos.push(stateEvent(row, cuentas))
  if (row.prioridad !== before.prioridad)
    eventos.push({ tipo: 'cambio_prioridad', datos: { de: before.prioridad, a: row.prioridad } })
  if (row.categoria !== before.categoria)
    eventos.push({ tipo: 'cambio_categoria', datos: { de: before.categoria, a: row.categoria } })
  if (row.agente !== before.agente) eventos.push(assignment(cuentas.agente))
  const [first = TRACE, ...rest] = eventos
  const cambios = changesBetween(before.fila, row.fila)
  return [
    { ...first, fecha: row.fecha, origen: { ...origin, cambios } },
    ...rest.map((evento) => ({ ...evento, fecha: row.fecha, origen: { ...origin } })),
  ]
}

/** A row that comes after later ones were recorded: kept whole, but it does not take the ticket back. */
export function traceLate(row: Incidente, origin: Origin): TicketEvent[] {
  return [{ ...TRACE, fecha: row.fecha, origen: { ...origin, tardia: true, fila: knownOf(row.fila) } }]
}

/** The row after `cambios`. */
export function applyCambios(fila: Fila, cambios: Cambios): Fila {
  return { ...fila, ...Object.fromEntries(Object.entries(cambios).map(([columna, [, a]]) => [columna, a])) }
}

const TRACE: TicketEvent = { tipo: 'edicion', datos: { campos: [] }, contenido: null }

/**
 * Who resolved it did so; who closed it, where that is known, too. Any other change is the system account's:
 * `sys_updated_by` is no account here, and naming another in its place would falsify the history.
 */
function stateEvent({ estado }: Incidente, { resolutor }: Cuentas): TicketEvent {
  const autor = resolutor === null || !isFinal(estado) ? {} : { usuarioId: resolutor }
  return estado === 'cerrado'
    ? { tipo: 'cierre', datos: { de: 'abierto', motivo: 'resuelto' }, ...autor }
    : { tipo: 'cambio_estado', datos: { de: 'abierto', a: estado }, ...autor }
}

/** True for the states that the row's `resolved_by` brought about. */
export function isFinal(estado: Incidente['estado']): boolean {
  return estado === 'resuelto' || estado === 'cerrado'
}

function assignment(a: number | null): TicketEvent {
  return { tipo: 'asignacion', datos: { de: null, a } }
}

function changesBetween(before: Fila, after: Fila): Cambios {
  const columnas = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return Object.fromEntries(
    columnas.flatMap((columna) => {
      const [de, a] = [before[columna] ?? null, after[columna] ?? null]
      return de === a ? [] : [[columna, [de, a]]]
    }),
  )
}

function knownOf(fila: Fila): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fila).flatMap(([columna, valor]) => (valor === null ? [] : [[columna, valor]])),
  )
}

function titleOf({ numero, fila }: Incidente): string {
  const symptom = fila.u_symptom ?? 'Síntoma desconocido'
  const category = [fila.category ?? 'sin categoría', fila.subcategory].filter(Boolean).join(' / ')
  const title = normalizeText(`${numero} · ${symptom} (${category})`)
  return clip(title, LIMITES.titulo)
}

const DESCRIBED: Readonly<Record<string, string>> = {
  caller_id: 'Solicitante',
  opened_by: 'Abierta por',
  contact_type: 'Vía',
  location: 'Lugar',
  u_symptom: 'Síntoma',
  impact: 'Impacto',
  urgency: 'Urgencia',
  assignment_group: 'Grupo',
}

function describe({ numero, fila }: Incidente): string {
  const lines = Object.entries(DESCRIBED).flatMap(([columna, label]) => {
    const valor = fila[columna]
    return valor ? [`- ${label}: ${valor}`] : []
  })
  return normalizeText([`Incidencia ${numero}, importada de ServiceNow.`, '', ...lines].join('\n'))
}
