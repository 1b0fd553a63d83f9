import { z } from 'zod'
import { lineText } from '@/domain/text'
import { Rol } from '@/domain/values'

/** An account's state, as the address says it. */
export const ESTADOS_CUENTA = ['activa', 'inactiva'] as const

/** What the list of accounts is filtered by, as it stands in the URL; what isn't valid there is left out. */
const CuentaFilter = z.object({
  texto: lineText(0, 100).catch(''),
  rol: Rol.nullable().catch(null),
  estado: z.enum(ESTADOS_CUENTA).nullable().catch(null),
  desde: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).catch(0),
})
export type CuentaFilter = z.infer<typeof CuentaFilter>

/** The filter in a page's search parameters. */
export function parseFilter(params: Record<string, string | string[] | undefined>): CuentaFilter {
  return CuentaFilter.parse({
    texto: params.texto,
    rol: params.rol,
    estado: params.estado,
    desde: params.desde ?? 0,
  })
}

/** The search parameters of a filter, without what is empty. */
export function filterQuery({ texto, rol, estado, desde }: CuentaFilter): Record<string, string> {
  return {
    ...(texto !== '' && { texto }),
    ...(rol !== null && { rol }),
    ...(estado !== null && { estado }),
    ...(desde > 0 && { desde: String(desde) }),
  }
}
