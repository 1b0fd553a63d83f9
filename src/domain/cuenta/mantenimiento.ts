import { z } from 'zod'

/** What can be done to the database itself: backups and their proof, and what SQLite wants from time to time. */
export const ACCIONES_MANTENIMIENTO = [
  'full',
  'incremental',
  'drill',
  'prune',
  'reindex',
  'integrity',
  'analyze',
  'vacuum',
  'wal',
] as const
export type AccionMantenimiento = (typeof ACCIONES_MANTENIMIENTO)[number]

export const FASES_MANTENIMIENTO = ['pedido', 'hecho', 'fallido'] as const

/** A run of maintenance, by the id that its row has: what it found is there. */
export const DatosMantenimiento = z.object({
  accion: z.enum(ACCIONES_MANTENIMIENTO),
  fase: z.enum(FASES_MANTENIMIENTO),
  id: z.string().length(26),
})
