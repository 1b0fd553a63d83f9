'use server'

import { openSession } from '@/auth/session'
import type { FormState } from '@/components/form-state'
import {
  CambiarContrasena,
  CambiarRol,
  DesactivarCuenta,
  EditarCuenta,
  ReactivarCuenta,
} from '@/domain/cuenta/commands'
import { getRuntime } from '@/runtime'
import { getSessionUser, requestOrigin, setSessionCookie } from '../lib/session'
import { defineAction } from './define-action'
import { ownPassword } from './password-fields'

export const editarCuentaAction = defineAction({
  schema: EditarCuenta,
  read: (form) => ({
    tipo: 'editar_cuenta',
    cuentaId: form.number('cuentaId'),
    email: form.text('email'),
    nombre: form.text('nombre'),
  }),
})

export const cambiarRolAction = defineAction({
  schema: CambiarRol,
  read: (form) => ({ tipo: 'cambiar_rol', cuentaId: form.number('cuentaId'), a: form.text('a') }),
})

export const desactivarCuentaAction = defineAction({
  schema: DesactivarCuenta,
  read: (form) => ({ tipo: 'desactivar_cuenta', cuentaId: form.number('cuentaId') }),
})

export const reactivarCuentaAction = defineAction({
  schema: ReactivarCuenta,
  read: (form) => ({ tipo: 'reactivar_cuenta', cuentaId: form.number('cuentaId') }),
})

const changeOwnPassword = defineAction({
  schema: CambiarContrasena,
  read: async () => ({ tipo: 'cambiar_contrasena', cuentaId: (await getSessionUser())?.id }),
  secret: ownPassword,
})

/** Changes one's own password, which voids every session, and opens a new one here. */
export async function cambiarMiContrasenaAction(previous: FormState, form: FormData): Promise<FormState> {
  const state = await changeOwnPassword(previous, form)
  if (state.estado !== 'aceptado') return state
  const { db } = await getRuntime()
  await setSessionCookie(await openSession(db.as('auth'), state.id, await requestOrigin(), Date.now()))
  return state
}
