import { camposOf } from '@projections/linea_tiempo/provenance'
import type { TimelineItem } from '@projections/linea_tiempo/timeline'
import type { useTranslations } from 'next-intl'
import type { ConflictChange } from '@/components/form-state'
import type { Estado, Prioridad } from '@/domain/values'
import { seesOnlyOwn, type Viewer } from '@/domain/viewer'

export type Translate = ReturnType<typeof useTranslations<never>>

/** An event in the reader's language: what was done, and the old and the new value where there are any. */
export interface EventText {
  readonly frase: string
  readonly de: string | null
  readonly a: string | null
}

const EXCERPT = 160

/** Says what an event did; the author's name stands before it. */
export function eventText(item: TimelineItem, t: Translate): EventText {
  const { evento } = item
  switch (evento.tipo) {
    case 'creacion':
      return only(creation(item, t))
    case 'comentario':
      return only(t(evento.datos.esInterno ? 'tickets.evento.anoto' : 'tickets.evento.comento'))
    case 'cambio_estado': {
      const { de, a } = evento.datos
      const frase = t(de === 'cerrado' ? 'tickets.evento.reabrio' : 'tickets.evento.cambioEstado')
      return { frase, de: t(`dominio.estado.${de}`), a: t(`dominio.estado.${a}`) }
    }
    case 'cierre': {
      const frase = t('tickets.evento.cerro')
      return { frase, de: t(`dominio.estado.${evento.datos.de}`), a: t('dominio.estado.cerrado') }
    }
    case 'asignacion':
      return assignment(item, evento.datos, t)
    case 'cambio_prioridad': {
      const { de, a } = evento.datos
      const frase = t('tickets.evento.cambioPrioridad')
      return { frase, de: t(`dominio.prioridad.${de}`), a: t(`dominio.prioridad.${a}`) }
    }
    case 'cambio_categoria': {
      const name = (categoria: string | null) => categoria ?? t('tickets.campo.sinCategoria')
      const frase = t('tickets.evento.cambioCategoria')
      return { frase, de: name(evento.datos.de), a: name(evento.datos.a) }
    }
    case 'edicion':
      return edition(evento, t)
  }
}

/** A value of a ticket as it is shown: one of a kind has its own look. */
export type ShownValue =
  | { readonly clase: 'estado'; readonly valor: Estado; readonly texto: string }
  | { readonly clase: 'prioridad'; readonly valor: Prioridad; readonly texto: string }
  | { readonly clase: 'texto'; readonly texto: string }

/** What a value was, what it became, and the reason that was given, all in the reader's language. */
export interface ShownChange {
  readonly de: ShownValue
  readonly a: ShownValue
  readonly motivo: string | null
}

/** The change that an event made; null for one that changed no value, or whose text was erased. */
export function changeOf(item: TimelineItem, t: Translate): ShownChange | null {
  const { evento } = item
  const estado = (valor: Estado): ShownValue => ({
    clase: 'estado',
    valor,
    texto: t(`dominio.estado.${valor}`),
  })
  const prioridad = (valor: Prioridad): ShownValue => ({
    clase: 'prioridad',
    valor,
    texto: t(`dominio.prioridad.${valor}`),
  })
  switch (evento.tipo) {
    case 'creacion':
    case 'comentario':
      return null
    case 'cambio_estado':
      return { de: estado(evento.datos.de), a: estado(evento.datos.a), motivo: null }
    case 'cierre': {
      const motivo = t(`dominio.motivo.${evento.datos.motivo}`)
      return {
        de: estado(evento.datos.de),
        a: estado('cerrado'),
        motivo: t('tickets.evento.motivo', { motivo }),
      }
    }
    case 'cambio_prioridad':
      return { de: prioridad(evento.datos.de), a: prioridad(evento.datos.a), motivo: null }
    case 'asignacion':
    case 'cambio_categoria':
    case 'edicion': {
      const { de, a } = eventText(item, t)
      const text = (texto: string): ShownValue => ({ clase: 'texto', texto })
      return a === null ? null : { de: text(de ?? ''), a: text(a), motivo: null }
    }
  }
}

/** A person's name, or that it was somebody: their account may not be there any more. */
export function knownName(nombre: string | undefined, t: Translate): string {
  return nombre || t('tickets.linea.alguien')
}

/** What an author is to the reader: a client sees that the team answered, not which post somebody holds in it. */
export function authorRole({ autorRol }: TimelineItem, viewer: Viewer, t: Translate): string | null {
  if (autorRol === 'sistema') return t('tickets.linea.sistema')
  if (!seesOnlyOwn(viewer)) return t(`dominio.rol.${autorRol}`)
  return autorRol === 'cliente' ? null : t('tickets.linea.equipo')
}

/** Says of which fields changes that were made together are. @param list writes the fields' names one after another */
export function foldText(
  items: readonly TimelineItem[],
  t: Translate,
  list: (names: readonly string[]) => string,
): string {
  const cuantos = items.length
  const campos = [...new Set(items.flatMap(({ evento }) => camposOf(evento)))]
  if (campos.length === 0) return t('tickets.linea.plegadosOrigen', { cuantos })
  const nombres = campos.map((campo) =>
    t(campo === 'asignado' ? 'tickets.linea.asignacion' : `tickets.campo.${campo}`),
  )
  return t('tickets.linea.plegados', { cuantos, campos: list(nombres) })
}

/** An event as a conflict shows it. */
export function describeChange(item: TimelineItem, t: Translate): ConflictChange {
  const { evento } = item
  const said = evento.tipo === 'comentario' ? evento.contenido : null
  return {
    version: evento.sobre.version,
    autor: knownName(item.autor, t),
    fecha: evento.sobre.fecha,
    ...eventText(item, t),
    texto: said === null ? null : excerpt(said),
  }
}

type EventOf<K extends TimelineItem['evento']['tipo']> = Extract<TimelineItem['evento'], { tipo: K }>

function creation({ evento, nombres }: TimelineItem, t: Translate): string {
  if (evento.tipo !== 'creacion' || evento.datos.solicitanteId === evento.sobre.usuarioId)
    return t('tickets.evento.abrio')
  const nombre = knownName(nombres[evento.datos.solicitanteId], t)
  return t('tickets.evento.abrioPara', { nombre })
}

function assignment(
  { evento, nombres }: TimelineItem,
  { de, a }: EventOf<'asignacion'>['datos'],
  t: Translate,
): EventText {
  const name = (id: number | null) => (id === null ? t('tickets.campo.nadie') : knownName(nombres[id], t))
  const key = a === null ? 'desasigno' : a === evento.sobre.usuarioId ? 'seAsigno' : 'asigno'
  return { frase: t(`tickets.evento.${key}`), de: name(de), a: name(a) }
}

function edition({ datos, contenido }: EventOf<'edicion'>, t: Translate): EventText {
  const [first, second] = datos.campos
  // An import's row that changed nothing that is kept here still leaves its trace.
  if (first === undefined) return only(t('tickets.evento.origen'))
  const key = second ? 'editoAmbos' : first === 'titulo' ? 'editoTitulo' : 'editoDescripcion'
  const titulo = contenido?.titulo
  return { frase: t(`tickets.evento.${key}`), de: titulo?.de ?? null, a: titulo?.a ?? null }
}

function only(frase: string): EventText {
  return { frase, de: null, a: null }
}

/** The beginning of a text, on one line. */
export function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length > EXCERPT ? `${line.slice(0, EXCERPT).trimEnd()}…` : line
}
