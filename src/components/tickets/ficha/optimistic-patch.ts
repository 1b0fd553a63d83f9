/** A comment that is on its way. */
export interface PendingComment {
  readonly comandoId: string
  readonly texto: string
  readonly interno: boolean
}

/** What the page shows before it is so. Values are as the forms carry them; nobody's assignment is ''. */
export interface Patch {
  readonly estado?: string
  readonly prioridad?: string
  readonly asignado?: string
  readonly comentarios?: readonly PendingComment[]
}

const text = (form: FormData, name: string): string => {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}

/** What a sent form makes of the page, if it is taken. */
const PATCHES = {
  estado: (form) => ({ estado: text(form, 'a') }),
  prioridad: (form) => ({ prioridad: text(form, 'a') }),
  asignado: (form) => ({ asignado: text(form, 'a') }),
  cierre: (form) => ({ estado: 'cerrado', ...comment(form, false) }),
  respuesta(form) {
    // A note does not go out with the reopening: it waits in its box.
    if (text(form, 'reabrir') === 'on')
      return { estado: 'abierto', ...(text(form, 'interno') === 'on' ? {} : comment(form, false)) }
    const estado = text(form, 'motivo') === '' ? text(form, 'a') : 'cerrado'
    return { ...(estado !== '' && { estado }), ...comment(form, text(form, 'interno') === 'on') }
  },
} as const satisfies Readonly<Record<string, (form: FormData) => Patch>>

export type Muestra = keyof typeof PATCHES

/** What the page shows at once of a form that is sent. */
export function patchOf(muestra: Muestra, form: FormData): Patch {
  return PATCHES[muestra](form)
}

/** One change on top of others that are still on their way. */
export function addPatch(now: Patch, more: Patch): Patch {
  return { ...now, ...more, comentarios: [...(now.comentarios ?? []), ...(more.comentarios ?? [])] }
}

/** Those that the page does not show as what they have become, under the commands that made them. */
export function stillPending(patch: Patch, shown: readonly string[]): readonly PendingComment[] {
  return (patch.comentarios ?? []).filter(({ comandoId }) => !shown.includes(comandoId))
}

function comment(form: FormData, interno: boolean): Patch {
  const texto = text(form, 'comentario').trim()
  return texto === '' ? {} : { comentarios: [{ comandoId: text(form, 'comandoId'), texto, interno }] }
}
