'use server'

import { getTranslations } from 'next-intl/server'
import { issueToken } from '@/auth/issue-token'
import { listTokens, revokeToken } from '@/auth/tokens'
import type { FormState } from '@/components/form-state'
import { CrearToken, RevocarToken } from '@/domain/cuenta/commands'
import { ALCANCES } from '@/domain/cuenta/token'
import { Ulid } from '@/domain/values'
import { getRuntime } from '@/runtime'
import { requireUser } from '../lib/session'
import { FormReader } from './form-reader'
import { giveCommand } from './give-command'
import { rejectedState } from './results'

/** Makes a token, one's own or as an admin a program's: first the log says so, then it is shown, this once. */
export async function crearTokenAction(_previous: FormState, formData: FormData): Promise<FormState> {
  const user = await requireUser()
  const form = new FormReader(formData)
  const { newId, db } = await getRuntime()
  const comandoId = Ulid.catch(newId).parse(form.text('comandoId'))
  const cuentaId = form.number('cuentaId')
  const noted = await giveCommand({
    schema: CrearToken,
    datos: {
      tipo: 'crear_token',
      cuentaId,
      clase: cuentaId === user.id ? 'personal' : 'servicio',
      nombre: form.text('nombre'),
      alcances: ALCANCES.filter((alcance) => form.flag(`alcance_${alcance}`)),
      dias: form.number('dias'),
    },
    comandoId,
    version: undefined,
    valores: form.draft(),
  })
  if (noted.estado !== 'aceptado') return noted
  const issued = await issueToken(db, comandoId, Date.now())
  const t = await getTranslations('personas.tokens')
  const enlace = issued && { url: issued.token, hasta: issued.expira }
  return { ...noted, mensaje: t('hecho.crear'), ...(enlace && { enlace }) }
}

/** Revokes a token: first the log says so, then it ends; where the second fails, the same form does it again. */
export async function revocarTokenAction(_previous: FormState, formData: FormData): Promise<FormState> {
  const user = await requireUser()
  const form = new FormReader(formData)
  const cuentaId = form.number('cuentaId')
  const tokenId = form.text('tokenId')
  const { db } = await getRuntime()
  // The log must not say that a token ended which is another account's, and goes on.
  const tokens = await listTokens(db.as('auth'), user, Number(cuentaId))
  if (!tokens.some(({ id }) => id === tokenId)) {
    const hechos = { comando: 'revocar_token', rol: user.rol }
    return await rejectedState({ codigo: 'SIN_PERMISO', hechos }, form.text('comandoId'), form.draft())
  }
  const noted = await giveCommand({
    schema: RevocarToken,
    datos: { tipo: 'revocar_token', cuentaId, tokenId },
    comandoId: form.text('comandoId'),
    version: undefined,
    valores: form.draft(),
  })
  if (noted.estado !== 'aceptado') return noted
  await revokeToken(db.as('auth'), { cuentaId, tokenId }, Date.now())
  const t = await getTranslations('personas.tokens')
  return { ...noted, mensaje: t('hecho.revocar') }
}
