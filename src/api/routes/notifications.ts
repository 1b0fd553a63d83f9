import { listNotificacionesQuery } from '@projections/notificaciones/list'
import { countUnreadQuery, readNotificaciones as markRead } from '@projections/notificaciones/unread'
import { z } from 'zod'
import { Id } from '@/domain/values'
import { defineRoute, NADA, SIN_CUERPO } from '../route'
import { digits, IdTexto, Interaccion, toInteraccion } from '../schemas'

export const listNotificaciones = defineRoute({
  nombre: 'listNotificaciones',
  grupo: 'notificaciones',
  metodo: 'GET',
  ruta: '/api/notificaciones/lista',
  alcance: 'read',
  params: NADA,
  consulta: z.strictObject({
    antes: IdTexto.optional(),
    limite: digits.pipe(z.number().int().min(1).max(100)).default(20).meta({ ejemplo: '20' }),
  }),
  cuerpo: SIN_CUERPO,
  salida: {
    status: 200,
    cuerpo: z.object({
      sinLeer: z.number().int(),
      notificaciones: z.array(
        z.object({ titulo: z.string(), leida: z.string().nullable(), interaccion: Interaccion }),
      ),
      siguiente: z.number().int().nullable(),
    }),
  },
  async handle({ runtime, caller }, { consulta: { antes, limite } }) {
    const db = runtime.db.as('api_server')
    const [sinLeer, page] = await Promise.all([
      countUnreadQuery(db, caller),
      listNotificacionesQuery(db, caller, { limite, ...(antes === undefined ? {} : { antes }) }),
    ])
    const notificaciones = page.notificaciones.map(({ titulo, leida, item }) => ({
      titulo,
      leida,
      interaccion: toInteraccion(item),
    }))
    return { status: 200, body: { sinLeer, notificaciones, siguiente: page.siguiente } }
  },
})

export const readNotificaciones = defineRoute({
  nombre: 'readNotificaciones',
  grupo: 'notificaciones',
  metodo: 'POST',
  ruta: '/api/notificaciones/lectura',
  alcance: 'write',
  params: NADA,
  consulta: NADA,
  cuerpo: z.strictObject({ hasta: Id }),
  salida: { status: 204, cuerpo: null },
  async handle({ runtime, caller }, { cuerpo: { hasta } }) {
    await markRead(runtime.db.as('api_server'), caller, hasta, new Date().toISOString())
    return { status: 204 }
  },
})
