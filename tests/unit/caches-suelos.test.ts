import { floorsOf } from '@projections/caches/floors'
import { expect, test } from 'vitest'
import { CuentaEvent } from '@/domain/cuenta/events'
import { keys } from '@/redis/keys'

const after = (tipo: string) => {
  const { pisos, cuentas } = floorsOf([{ tipo: 'cuenta', id: 7, version: 3, tipos: [tipo], posicion: 40 }])
  return { agentes: pisos.has(keys.agents), todo: cuentas === 40 }
}
const KINDS = CuentaEvent.options.map((option) => option.shape.tipo.value)

// Mutant seen to fail: a kind that changes no name taken for one that does; most voided the whole cache.
test('only what changes a shown name or role puts all that is cached out of date', () => {
  expect(KINDS.filter((tipo) => after(tipo).todo).sort()).toEqual([
    'cambio_rol',
    'desactivacion',
    'edicion_cuenta',
    'reactivacion',
  ])
  expect(after('alta_cuenta')).toEqual({ agentes: true, todo: false })
  expect(after('alta_token')).toEqual({ agentes: false, todo: false })
  // Of newer code.
  expect(after('cambio_de_nombre')).toEqual({ agentes: true, todo: true })
})
