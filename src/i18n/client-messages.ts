import type { Rol } from '@/domain/values'
import type es from './es'

type Messages = typeof es

/** What every page sends to the browser, whoever looks: what forms and error boundaries say, and conflicts. */
export function commonMessages({ comun }: Messages) {
  return { comun: { error: comun.error, conflicto: comun.conflicto } }
}

/**
 * What the pages behind the login send besides: the bell, the keyboard, what happens while one looks. A client gets
 * no word of what only the team does: notes, assignment, changes of many tickets, who else is there.
 */
export function deskMessages(messages: Messages, rol: Rol) {
  const { masivas, notificaciones, vivo } = messages
  const { orden: _, ...teclado } = messages.teclado
  const campana = { notificaciones: { campana: notificaciones.campana } }
  const common = { ...commonMessages(messages), ...campana }
  if (rol !== 'cliente') return { ...common, masivas: { cliente: masivas.cliente }, teclado, vivo }
  const { nota: _n, asignar: _a, prioridad: _p, marcar: _m, ...tecla } = teclado.tecla
  const { personas: _g, ...paleta } = { ...teclado.paleta, titulo: teclado.paleta.tituloPropio }
  const { guardandoNota: _v, presencia: _o, ...propio } = vivo
  return { ...common, teclado: { ...teclado, tecla, paleta }, vivo: propio }
}
