import { Cursor } from '@projections/tickets/list'
import { ORDENES_DE_BUSQUEDA, type Orden } from '@projections/tickets/list-shapes'
import { z } from 'zod'

const Place = z.tuple([z.enum(ORDENES_DE_BUSQUEDA), Cursor.shape.clave, Cursor.shape.id])

/** Where the next page begins, in a form that says nothing to be relied upon. */
export function writeCursor(orden: Orden, { clave, id }: Cursor): string {
  return Buffer.from(JSON.stringify([orden, clave, id])).toString('base64url')
}

/** A cursor as a page gave it, with the order that it is of. */
export const CursorTexto = z
  .string()
  .max(300)
  .regex(/^[\w-]+$/)
  .transform((text, ctx) => {
    try {
      return JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as unknown
    } catch {
      ctx.addIssue({ code: 'custom', message: 'no cursor' })
      return z.NEVER
    }
  })
  .pipe(Place)
  .transform(([orden, clave, id]) => ({ orden, clave, id }))
