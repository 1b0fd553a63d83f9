'use server'

import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { linkUrl, makeLink, revokeLink } from '@/auth/access-links'
import type { FormState } from '@/components/form-state'
import type { AccionEnlace } from '@/domain/cuenta/acceso'
import { CrearCuenta, GestionarEnlace } from '@/domain/cuenta/commands'
import { Ulid } from '@/domain/values'
import { getRuntime } from '@/runtime'
import { defineAction } from './define-action'
import { FormReader } from './form-reader'
import { giveCommand } from './give-command'

const createAccount = defineAction({
  schema: CrearCuenta,
  read: (form) => ({
    tipo: 'crear_cuenta',
    email: form.text('email'),
    nombre: form.text('nombre'),
    rol: form.text('rol'),
    idioma: form.optional('idioma') ?? undefined,
  }),
})

/** Makes an account, and the link by which its person sets a password: nobody else ever knows one. */
export async function crearCuentaAction(previous: FormState, formData: FormData): Promise<FormState> {
  const created = await createAccount(previous, formData)
  if (created.estado !== 'aceptado') return created
  const form = new FormReader(formData)
  const accion = form.text('entrega') === 'correo' ? 'enviar' : 'crear'
  const made = await manageLink(form, created.id, accion, created.comandoId)
  // The account is there, whatever became of the link: its page offers another.
  if (made.estado !== 'aceptado') redirect(`/usuarios/${created.id}`)
  const t = await getTranslations('personas')
  return { ...made, mensaje: `${t('alta.creada')} ${made.mensaje}` }
}

/** Shows, mails or takes back the link of an account. */
export async function gestionarEnlaceAction(_previous: FormState, formData: FormData): Promise<FormState> {
  const form = new FormReader(formData)
  const { newId } = await getRuntime()
  const comandoId = Ulid.catch(newId).parse(form.text('comandoId'))
  return await manageLink(form, form.number('cuentaId'), form.text('accion'), comandoId)
}

/**
 * First the log says who did what, then it is done: where the second fails, the same form does it again. A repeated
 * request to show a link makes a new one, for the answer that had the old one got lost.
 */
async function manageLink(
  form: FormReader,
  cuentaId: number,
  accion: string,
  comandoId: string,
): Promise<FormState> {
  const datos = { tipo: 'gestionar_enlace', cuentaId, accion }
  const valores = form.draft()
  const noted = await giveCommand({ schema: GestionarEnlace, datos, comandoId, version: undefined, valores })
  if (noted.estado !== 'aceptado') return noted
  const t = await getTranslations('personas.enlace')
  const done = GestionarEnlace.shape.accion.parse(accion)
  const mensaje = t(`hecho.${done}`)
  const enlace = await DEEDS[done](cuentaId, comandoId)
  return enlace === null ? { ...noted, mensaje } : { ...noted, mensaje, enlace }
}

type Deed = (cuentaId: number, comandoId: string) => Promise<{ url: string; hasta: string } | null>

const DEEDS: Readonly<Record<AccionEnlace, Deed>> = {
  async crear(cuentaId, correlacionId) {
    const { db, config, newId } = await getRuntime()
    const link = await makeLink(db.as('auth'), cuentaId, { correlacionId, comandoId: newId() }, Date.now())
    return link && { url: linkUrl(config.urlPublica, link.token), hasta: link.hasta }
  },
  // The event bears the task, and the task makes the link.
  enviar: async () => null,
  async anular(cuentaId) {
    await revokeLink((await getRuntime()).db.as('auth'), cuentaId)
    return null
  },
}
