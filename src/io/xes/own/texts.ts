import type { TicketEvent } from '@/domain/ticket/events'
import { LIMITES } from '@/domain/values'
import { isPlain } from '../element'

type Field = 'titulo' | 'descripcion' | 'comentario' | 'categoria'

/** Where the schema wants a character at least. */
const NOT_EMPTY: ReadonlySet<Field> = new Set(['titulo', 'categoria'])

/** True for what the log may hold: a file may have been written by anybody, and its JSON escapes what XML can't hold. */
function fits(field: Field, text: string | null | undefined): boolean {
  if (text === null || text === undefined) return true
  const long = text.length > LIMITES[field] || (text === '' && NOT_EMPTY.has(field))
  return !long && isPlain(text) && !/\p{Bidi_Control}/u.test(text)
}

/** True when each text of an event is one that its field may hold. */
export function hasFitTexts(event: TicketEvent): boolean {
  switch (event.tipo) {
    case 'creacion': {
      const { titulo, descripcion } = event.contenido ?? {}
      const { categoria } = event.datos
      return fits('categoria', categoria) && fits('titulo', titulo) && fits('descripcion', descripcion)
    }
    case 'comentario':
      return fits('comentario', event.contenido)
    case 'cambio_categoria':
      return fits('categoria', event.datos.de) && fits('categoria', event.datos.a)
    case 'edicion': {
      const { titulo, descripcion } = event.contenido ?? {}
      const titles = fits('titulo', titulo?.de) && fits('titulo', titulo?.a)
      return titles && fits('descripcion', descripcion?.de) && fits('descripcion', descripcion?.a)
    }
    case 'cambio_estado':
    case 'cierre':
    case 'asignacion':
    case 'cambio_prioridad':
      return true
  }
}

/** True for JSON that the log takes in `metadata`: no escape in it stands for NUL or half a character. */
export function isPlainJson(json: string): boolean {
  const bare = json.replaceAll('\\\\', '')
  return isPlain(bare) && !/\\u(0000|d[89a-f])/i.test(bare)
}
