import { createClient, type InStatement } from '@libsql/client'
import type { Actor } from '@/domain/actor'
import type { TestSystem } from './system'

/** When the events of `writeOldLog` happened: one a day. */
export const day = (n: number) => `2026-02-0${n}T09:00:00.000Z`

interface OldEvent {
  readonly quien: Actor
  readonly tipo: string
  readonly metadata: string
  readonly contenido?: string
  readonly interno?: 1
}

const creacion = (cliente: Actor): OldEvent => ({
  quien: cliente,
  tipo: 'creacion',
  contenido: '{"titulo":"No imprime","descripcion":"Nada."}',
  metadata: `{"json":{"v":1,"datos":{"solicitanteId":${cliente.id},"prioridad":"media","categoria":null}}}`,
})

/**
 * Two tickets as version 1 of the payloads stored them, events and projected rows, written by hand and by none of
 * our code: ticket 1 was closed by a change of state, ticket 2 too, and then reopened.
 */
export async function writeOldLog(system: TestSystem, cliente: Actor, operador: Actor): Promise<void> {
  const estado = (de: string, a: string): OldEvent => ({
    quien: operador,
    tipo: 'cambio_estado',
    metadata: `{"json":{"v":1,"datos":{"de":"${de}","a":"${a}"}}}`,
  })
  const [inicio, cierre] = [estado('abierto', 'en_progreso'), estado('en_progreso', 'cerrado')]
  const respuesta: OldEvent = {
    quien: operador,
    tipo: 'comentario',
    contenido: 'Voy.',
    metadata: '{"json":{"v":1,"datos":{"interno":false}}}',
  }
  const nota: OldEvent = {
    quien: operador,
    tipo: 'comentario',
    contenido: 'Otra vez él.',
    metadata: '{"json":{"v":1,"datos":{"interno":true}}}',
    interno: 1,
  }
  const raw = createClient({ url: `file:${system.file}` })
  await raw.batch(
    [
      ticketRow(1, cliente, 'cerrado', day(5), day(5), day(5), null),
      ticketRow(2, cliente, 'abierto', null, day(5), day(4), day(4)),
      ...eventRows(1, [creacion(cliente), respuesta, nota, inicio, cierre]),
      ...eventRows(2, [creacion(cliente), inicio, cierre, estado('cerrado', 'abierto'), nota]),
    ],
    'write',
  )
  raw.close()
}

function ticketRow(
  id: number,
  cliente: Actor,
  estado: string,
  cierre: string | null,
  actualizacion: string,
  actualizacionCliente: string,
  esperaDesde: string | null,
): InStatement {
  return {
    sql: `INSERT INTO tickets (id, titulo, descripcion, usuario_id, estado, prioridad, version, comando_id,
        fecha_creacion, fecha_actualizacion, fecha_actualizacion_cliente, fecha_cierre, espera_desde, espera_a)
      VALUES (?1, 'No imprime', 'Nada.', ?2, ?3, 'media', 5, ?4, ?5, ?6, ?7, ?8, ?9, iif(?9 IS NULL, NULL, 'equipo'))`,
    args: [
      ...[id, cliente.id, estado, ulid(id, 1), day(1)],
      ...[actualizacion, actualizacionCliente, cierre, esperaDesde],
    ],
  }
}

function eventRows(ticketId: number, eventos: readonly OldEvent[]): InStatement[] {
  return eventos.map(({ quien, tipo, metadata, contenido = null, interno = 0 }, index) => ({
    sql: `INSERT INTO interacciones (ticket_id, evento_id, usuario_id, tipo, contenido, metadata, es_interno, version,
        comando_id, orden, correlacion_id, sal, huella, fecha_creacion, fecha_registro)
      SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?2, 0, ?2, iif(?5 IS NULL, NULL, '${'0'.repeat(32)}'),
        iif(?5 IS NULL, NULL, '${'0'.repeat(64)}'), ?9, max(fecha_registro) FROM interacciones`,
    args: [
      ...[ticketId, ulid(ticketId, index + 1), quien.id, tipo, contenido, metadata, interno, index + 1],
      day(index + 1),
    ],
  }))
}

function ulid(ticketId: number, version: number): string {
  return `01VEJ0${ticketId}${version}`.padEnd(26, '0')
}
