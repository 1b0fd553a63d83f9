import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TicketEvent } from '@/domain/ticket/events'
import { ESTADOS, PRIORIDADES, ROLES } from '@/domain/values'
import { recipients } from '@/worker/notify/recipients'
import { FC_TIMEOUT, fcParams } from '../support/fc'
import { recorded } from '../support/notifications'

const cuentaId = fc.integer({ min: 1, max: 6 })
const nobody = fc.option(cuentaId, { nil: null })
const kind = <T extends TicketEvent['tipo']>(value: T) => fc.constant(value)
const estado = fc.constantFrom(...ESTADOS)
const prioridad = fc.constantFrom(...PRIORIDADES)

const event: fc.Arbitrary<TicketEvent> = fc.oneof(
  fc.record({
    tipo: kind('creacion'),
    datos: fc.record({ solicitanteId: cuentaId, prioridad, categoria: fc.constant(null) }),
    contenido: fc.constant(null),
  }),
  fc.record({
    tipo: kind('comentario'),
    datos: fc.record({ esInterno: fc.boolean() }),
    contenido: fc.string(),
  }),
  fc.record({
    tipo: kind('cambio_estado'),
    datos: fc.record({ de: estado, a: fc.constantFrom('abierto', 'en_progreso', 'resuelto') }),
  }),
  fc.record({ tipo: kind('cierre'), datos: fc.record({ de: estado, motivo: fc.constant('otro' as const) }) }),
  fc.record({ tipo: kind('asignacion'), datos: fc.record({ de: nobody, a: nobody }) }),
  fc.record({ tipo: kind('cambio_prioridad'), datos: fc.record({ de: prioridad, a: prioridad }) }),
  fc.record({ tipo: kind('cambio_categoria'), datos: fc.record({ de: fc.constant(null), a: fc.string() }) }),
  fc.record({
    tipo: kind('edicion'),
    datos: fc.record({ campos: fc.subarray(['titulo' as const, 'descripcion' as const]) }),
    contenido: fc.constant(null),
  }),
)
const cuentas = fc.dictionary(
  cuentaId.map(String),
  fc.record({ rol: fc.constantFrom(...ROLES), activo: fc.boolean() }),
)

// Mutants seen to fail: recipients without `esInterno`, without `activo`, without the author, or without the requester
// in the last line.
test('whatever happens and whoever they are: no client hears of a note, nobody of their own act, no inactive account of anything', {
  timeout: FC_TIMEOUT,
}, () => {
  fc.assert(
    fc.property(
      event,
      cuentas,
      cuentaId,
      cuentaId,
      nobody,
      (tipo, known, author, solicitanteId, asignadoA) => {
        const accounts = new Map(Object.entries(known).map(([id, cuenta]) => [Number(id), cuenta]))
        const happened = recorded(tipo, { usuarioId: author })
        const told = recipients(happened, { solicitanteId, asignadoA }, accounts)
        expect(new Set(told).size).toBe(told.length)
        for (const id of told) {
          const cuenta = accounts.get(id)
          expect(cuenta?.activo).toBe(true)
          expect(id).not.toBe(author)
          if (cuenta?.rol === 'cliente')
            expect({ interno: happened.sobre.esInterno, id }).toEqual({ interno: false, id: solicitanteId })
        }
      },
    ),
    fcParams(500),
  )
})
