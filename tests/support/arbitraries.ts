import fc from 'fast-check'
import type { Command } from '@/domain/commands'
import type { CuentaCommand } from '@/domain/cuenta/commands'
import type { TicketEvent } from '@/domain/ticket/events'
import { ESTADOS, IDIOMAS, PRIORIDADES, ROLES } from '@/domain/values'

const texto = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .map((s) => `t${s}`.normalize('NFC').trim().replace(/\s+/g, ' '))
const nullable = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 2 })

/** Any command on the tickets 1 to `tickets`, naming the accounts 2 to `cuentas`, now and then one that isn't there. */
export function ticketCommand(tickets: number, cuentas: number): fc.Arbitrary<Command> {
  const ticketId = fc.integer({ min: 1, max: tickets })
  const cuenta = nullable(fc.integer({ min: 2, max: cuentas + 1 }))
  const estado = fc.constantFrom(...ESTADOS)
  const prioridad = fc.constantFrom(...PRIORIDADES)
  const categoria = nullable(fc.constantFrom('Red', 'Correo'))
  const comentario = texto
  const interno = fc.boolean()
  const tipo = <T extends Command['tipo']>(value: T) => fc.constant(value)
  return fc.oneof(
    fc.record({
      tipo: tipo('crear_ticket'),
      titulo: texto,
      descripcion: texto,
      prioridad,
      categoria,
      solicitanteId: cuenta,
    }),
    fc.record({ tipo: tipo('comentar'), ticketId, comentario, interno }),
    fc.record({ tipo: tipo('cambiar_estado'), ticketId, a: estado }),
    fc.record({ tipo: tipo('actualizar_con_interaccion'), ticketId, a: estado, comentario, interno }),
    fc.record({ tipo: tipo('asignar'), ticketId, a: cuenta }),
    fc.record({ tipo: tipo('cambiar_prioridad'), ticketId, a: prioridad }),
    fc.record({ tipo: tipo('cambiar_categoria'), ticketId, a: categoria }),
    fc.record({ tipo: tipo('editar_ticket'), ticketId, titulo: texto, descripcion: texto }),
    fc.record({
      tipo: tipo('cerrar_ticket'),
      ticketId,
      motivo: fc.constant('otro' as const),
      comentario: nullable(texto),
    }),
    fc.record({ tipo: tipo('reabrir_ticket'), ticketId, comentario: nullable(texto) }),
    fc.record({
      tipo: tipo('aplicar_cambios'),
      ticketId,
      cambios: fc.array(
        fc.oneof(
          fc.record({ tipo: tipo('comentar'), comentario, interno }),
          fc.record({ tipo: tipo('cambiar_estado'), a: estado }),
          fc.record({ tipo: tipo('asignar'), a: cuenta }),
          fc.record({ tipo: tipo('cambiar_prioridad'), a: prioridad }),
          fc.record({ tipo: tipo('reabrir_ticket'), comentario: nullable(texto) }),
        ),
        { minLength: 1, maxLength: 3 },
      ),
    }),
  )
}

const fecha = fc.integer({ min: 0, max: 9 }).map((n) => `2026-03-01T10:00:0${n}.000Z`)
const estado = fc.constantFrom(...ESTADOS)
const abierto = fc.constantFrom('abierto', 'en_progreso', 'resuelto')
const prioridad = fc.constantFrom(...PRIORIDADES)
const kind = <T extends TicketEvent['tipo']>(value: T) => fc.constant(value)
const palabra = fc.constantFrom('uno', 'dos', 'tres')
const change = <T>(of: fc.Arbitrary<T>) => fc.record({ de: of, a: of })
const campos = fc.subarray(['titulo', 'descripcion'] as const)

// Events as an import brings them: dated at will, some before those that they follow, some changing nothing.
const imported: fc.Arbitrary<TicketEvent> = fc.oneof(
  fc.record({
    tipo: kind('comentario'),
    datos: fc.record({ esInterno: fc.boolean() }),
    contenido: palabra,
    fecha,
  }),
  fc.record({ tipo: kind('cambio_estado'), datos: fc.record({ de: estado, a: abierto }), fecha }),
  fc.record({
    tipo: kind('cierre'),
    datos: fc.record({ de: estado, motivo: fc.constant('otro' as const) }),
    fecha,
  }),
  fc.record({ tipo: kind('asignacion'), datos: change(fc.constantFrom(1, null)), fecha }),
  fc.record({ tipo: kind('cambio_prioridad'), datos: change(prioridad), fecha }),
  fc.record({ tipo: kind('cambio_categoria'), datos: change(fc.constantFrom('Red', null)), fecha }),
  fc.record({ tipo: kind('edicion'), campos, titulo: palabra, descripcion: palabra, fecha }).map((drawn) => ({
    tipo: drawn.tipo,
    datos: { campos: drawn.campos },
    contenido: Object.fromEntries(drawn.campos.map((campo) => [campo, { de: '', a: drawn[campo] }])),
    fecha: drawn.fecha,
  })),
)
const creacion = fc.record({
  tipo: kind('creacion'),
  datos: fc.record({ solicitanteId: fc.constant(1), prioridad, categoria: fc.constant(null) }),
  contenido: fc.record({ titulo: palabra, descripcion: palabra }),
  fecha,
})

/** A ticket's history as an import brings it; its requester is account 1. */
export const importedHistory = fc
  .tuple(creacion, fc.array(imported, { maxLength: 12 }))
  .map(([first, rest]) => [first, ...rest])

/** Any command on the accounts 2 to `cuentas`, and one that isn't there, but for their creation. */
export function cuentaCommand(cuentas: number): fc.Arbitrary<CuentaCommand> {
  const cuentaId = fc.integer({ min: 2, max: cuentas + 1 })
  const tipo = <T extends CuentaCommand['tipo']>(value: T) => fc.constant(value)
  const sesion = fc.constantFrom('0a1b2c3d4e5f', 'f5e4d3c2b1a0')
  return fc.oneof(
    fc.record({ tipo: tipo('cambiar_rol'), cuentaId, a: fc.constantFrom(...ROLES) }),
    fc.record({
      tipo: tipo('editar_cuenta'),
      cuentaId,
      email: fc.constantFrom('uno@prueba.test', 'dos@prueba.test', 'tres@prueba.test'),
      nombre: fc.constantFrom('Uno', 'Dos'),
    }),
    fc.record({ tipo: tipo('desactivar_cuenta'), cuentaId }),
    fc.record({ tipo: tipo('reactivar_cuenta'), cuentaId }),
    fc.record({ tipo: tipo('cambiar_contrasena'), cuentaId }),
    fc.record({ tipo: tipo('cambiar_idioma'), cuentaId, a: fc.constantFrom(...IDIOMAS) }),
    fc.record({
      tipo: tipo('revocar_sesiones'),
      cuentaId,
      alcance: fc.constantFrom('una' as const, 'otras' as const),
      sesion,
    }),
    fc.record({
      tipo: tipo('revocar_sesiones'),
      cuentaId,
      alcance: fc.constant('todas' as const),
      sesion: fc.constant(null),
    }),
    fc.record({
      tipo: tipo('gestionar_enlace'),
      cuentaId,
      accion: fc.constantFrom('crear' as const, 'enviar' as const, 'anular' as const),
    }),
  )
}
