import { z } from 'zod'
import type { Recorded } from '@/domain/events'
import type { TicketEvent } from '@/domain/ticket/events'
import { evolve } from '@/domain/ticket/evolve'
import { Estado, Prioridad } from '@/domain/values'
import type { ProjectedTable } from '../engine/projection'

/** Where a version's time ends that no other has followed yet. */
export const ABIERTA = '9999-12-31T23:59:59.999Z'

/** A ticket as it was from `desde` on and until `hasta`, in business time; without its description. */
export const VersionRow = z.object({
  ticketId: z.number(),
  version: z.number(),
  desde: z.string(),
  hasta: z.string(),
  /** The version that its client saw while this one stood, and their own times of it: an internal note is none to them. */
  versionCliente: z.number(),
  desdeCliente: z.string(),
  hastaCliente: z.string(),
  titulo: z.string(),
  usuarioId: z.number(),
  estado: Estado,
  prioridad: Prioridad,
  categoria: z.string().nullable(),
  asignadoA: z.number().nullable(),
  fechaCreacion: z.string(),
  fechaCierre: z.string().nullable(),
})
export type VersionRow = z.infer<typeof VersionRow>

/** The properties of VersionRow, in the order of the table's columns. */
export const VERSION_PROPERTIES = VersionRow.keyof().options

export const VERSIONES: ProjectedTable = {
  table: 'tickets_versiones',
  key: ['ticket_id', 'version'],
  columns: [
    'ticket_id',
    'version',
    'desde',
    'hasta',
    'version_cliente',
    'desde_cliente',
    'hasta_cliente',
    'titulo',
    'usuario_id',
    'estado',
    'prioridad',
    'categoria',
    'asignado_a',
    'fecha_creacion',
    'fecha_cierre',
  ],
}

/**
 * The version that an event begins. Pure. An import's times may go back: a version never begins before the one that
 * it follows, so that at any moment a ticket has one version at most.
 * @throws when the history is broken: a gap, or no creation first
 */
export function nextVersion(before: VersionRow | null, event: Recorded<TicketEvent>): VersionRow {
  const { sobre } = event
  const expected = (before?.version ?? 0) + 1
  if (sobre.version !== expected)
    throw new Error(`ticket ${sobre.sujeto.id}: version ${sobre.version} where ${expected} is next`)
  // The description is no part of lists; its changes pass through here all the same.
  const state = evolve(before === null ? null : { ...before, descripcion: '' }, event, sobre.fecha)
  const hidden = before !== null && sobre.esInterno
  return {
    ticketId: sobre.sujeto.id,
    version: sobre.version,
    desde: later(before?.desde, sobre.fecha),
    hasta: ABIERTA,
    versionCliente: hidden ? before.versionCliente : sobre.version,
    desdeCliente: hidden ? before.desdeCliente : later(before?.desdeCliente, sobre.fecha),
    hastaCliente: ABIERTA,
    titulo: state.titulo,
    usuarioId: state.usuarioId,
    estado: state.estado,
    prioridad: state.prioridad,
    categoria: state.categoria,
    asignadoA: state.asignadoA,
    fechaCreacion: before?.fechaCreacion ?? sobre.fecha,
    fechaCierre: state.fechaCierre,
  }
}

function later(a: string | undefined, b: string): string {
  return a !== undefined && a > b ? a : b
}
