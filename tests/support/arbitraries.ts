import fc from 'fast-check'
import type { Command } from '@/domain/commands'
import { ESTADOS, PRIORIDADES } from '@/domain/values'

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
  )
}
