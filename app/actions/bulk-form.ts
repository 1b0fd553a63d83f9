import { z } from 'zod'
import { BULK_ACTIONS, type BulkAction, type BulkAsked } from '@/components/tickets/masivas/bulk-state'
import { BULK_LIMIT, BulkRequest } from '@/domain/ticket/bulk'
import { Ulid } from '@/domain/values'

/** Why a form asks for nothing that could be done: a key of the messages. */
export type BulkProblem = {
  readonly clave: 'ninguno' | 'demasiados' | 'valor' | 'otro'
  readonly cuantos: number
}

const Form = z.object({
  lote: Ulid,
  accion: z.enum(BULK_ACTIONS),
  seleccion: z.array(z.string().regex(/^\d{1,15}$/)),
  version: z.array(z.string().regex(/^\d{1,15}\.\d{1,15}$/)),
})

const CHANGES: Readonly<Record<BulkAction, (valor: string) => unknown>> = {
  asignar: (valor) => ({ tipo: 'asignar', a: valor === 'nadie' ? null : Number(valor || Number.NaN) }),
  estado: (a) => ({ tipo: 'cambiar_estado', a }),
  prioridad: (a) => ({ tipo: 'cambiar_prioridad', a }),
  cerrar: (motivo) => ({ tipo: 'cerrar_ticket', motivo }),
}

/**
 * Reads an untrusted form: `seleccion` holds ids, `version` an id and a version with a dot between, for every row
 * that was shown; the change is the value of the select that belongs to `accion`.
 */
export function readBulkForm(form: FormData): { pedido: BulkAsked; request: BulkRequest } | BulkProblem {
  const texts = (name: string) => form.getAll(name).filter((value) => typeof value === 'string')
  const [seleccion, version] = [[...new Set(texts('seleccion'))], texts('version')]
  const cuantos = seleccion.length
  const raw = { lote: form.get('lote'), accion: form.get('accion'), seleccion, version }
  const parsed = Form.safeParse(raw)
  if (!parsed.success) return { clave: 'otro', cuantos }
  if (cuantos === 0) return { clave: 'ninguno', cuantos }
  if (cuantos > BULK_LIMIT) return { clave: 'demasiados', cuantos }
  const { lote, accion } = parsed.data
  const valor = z
    .string()
    .catch('')
    .parse(form.get(`valor-${accion}`))
  const cambio = BulkRequest.shape.cambio.safeParse(CHANGES[accion](valor))
  if (!cambio.success) return { clave: 'valor', cuantos }
  const seen = new Map(parsed.data.version.map((pair) => splitPair(pair)))
  const tickets = seleccion.map((id) => ({ id: Number(id), version: seen.get(Number(id)) }))
  const request = BulkRequest.safeParse({ lote, cambio: cambio.data, tickets })
  if (!request.success) return { clave: 'otro', cuantos }
  return { pedido: { lote, accion, valor }, request: request.data }
}

function splitPair(pair: string): [id: number, version: number] {
  const [id, version] = pair.split('.')
  return [Number(id), Number(version)]
}
