import type { CuentaEvent } from '@/domain/cuenta/events'
import { evolveCuenta } from '@/domain/cuenta/evolve'
import type { RowEvent } from '../engine/entity'
import type { CuentaRow } from './row'

/**
 * The account's row after one more event. Pure; see reduceTicket.
 * @throws when the history is broken: a gap, or no creation first
 */
export function reduceCuenta(row: CuentaRow | null, event: RowEvent<CuentaEvent>): CuentaRow {
  const { sobre } = event
  const expected = (row?.version ?? 0) + 1
  if (sobre.version !== expected) {
    throw new Error(`account ${sobre.sujeto.id}: version ${sobre.version} where ${expected} is next`)
  }
  const endsAccess =
    event.tipo === 'cambio_contrasena' ||
    event.tipo === 'desactivacion' ||
    (event.tipo === 'sesiones_revocadas' && event.datos.alcance === 'todas')
  return {
    ...evolveCuenta(row, event, sobre.sujeto.id),
    id: sobre.sujeto.id,
    fechaCreacion: row?.fechaCreacion ?? sobre.fecha,
    fechaContrasena: row === null || event.tipo === 'cambio_contrasena' ? sobre.fecha : row.fechaContrasena,
    fechaAcceso: row === null || endsAccess ? sobre.fecha : row.fechaAcceso,
    version: sobre.version,
    comandoId: row?.comandoId ?? sobre.comandoId,
  }
}
