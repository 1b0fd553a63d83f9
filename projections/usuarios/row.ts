import { z } from 'zod'
import type { CuentaState } from '@/domain/cuenta/state'
import { Idioma, Rol } from '@/domain/values'
import type { EntityRow, EntityTable } from '../engine/entity'

/** An account's projected row, without its password's hash: a secret never enters the log. */
export interface CuentaRow extends CuentaState, EntityRow {
  readonly fechaCreacion: string
  /** When the password last changed. */
  readonly fechaContrasena: string
  /** Sessions and links from before are void: a new password, a deactivation or ending all of them came between. */
  readonly fechaAcceso: string
}

export const CuentaRow: z.ZodType<CuentaRow> = z.object({
  id: z.number(),
  email: z.string(),
  nombre: z.string(),
  rol: Rol,
  activo: z.union([z.literal(0), z.literal(1)]).transform((flag) => flag === 1),
  idioma: Idioma,
  fechaCreacion: z.string(),
  fechaContrasena: z.string(),
  fechaAcceso: z.string(),
  version: z.number(),
  comandoId: z.string(),
})

export const USUARIOS: EntityTable<CuentaRow> = {
  table: 'usuarios',
  streamColumn: 'cuenta_id',
  fixed: ['fecha_creacion', 'comando_id'],
  columns: {
    email: 'email',
    nombre: 'nombre',
    rol: 'rol',
    activo: 'activo',
    idioma: 'idioma',
    fecha_creacion: 'fechaCreacion',
    fecha_contrasena: 'fechaContrasena',
    fecha_acceso: 'fechaAcceso',
    version: 'version',
    comando_id: 'comandoId',
  },
}
