import { z } from 'zod'
import type { Alcance } from '@/domain/cuenta/token'
import type es from '@/i18n/es'
import type { Runtime } from '@/runtime'
import type { Caller } from './caller'
import { invalidProblem, problem, type Reply } from './problem'
import type { Words } from './words'

/** The routes have the names of their summaries. */
export type OperationName = keyof typeof es.api.operacion

export const METODOS = ['GET', 'POST', 'PATCH', 'DELETE'] as const
export type Metodo = (typeof METODOS)[number]

export const GRUPOS = ['tickets', 'cuentas', 'auditoria', 'notificaciones', 'webhooks'] as const
export type Grupo = (typeof GRUPOS)[number]

/** What a handler has at hand, whatever the route takes. */
export interface Call {
  readonly runtime: Runtime
  readonly caller: Caller
  readonly t: Words
  readonly signal: AbortSignal
  /** The command's id, by `Idempotency-Key`, or a new one. */
  readonly comandoId: string
  /** What the caller saw, by `If-Match`. */
  readonly version: number | undefined
}

/** A request's parts before they are parsed. */
export interface RawInput {
  readonly ruta: Readonly<Record<string, string>>
  readonly consulta: Readonly<Record<string, string>>
  readonly cuerpo: unknown
}

/** An entry of the table that handlers and document are made from. */
export interface ApiRoute {
  readonly nombre: OperationName
  readonly grupo: Grupo
  readonly metodo: Metodo
  /** As OpenAPI writes it: `/api/tickets/{id}`. */
  readonly ruta: `/api/${string}`
  /** What a token must have; a session has what its role has. */
  readonly alcance: Alcance
  /** True where a session is refused: a link in a ticket brings its reader's cookie along, and this would be noted. */
  readonly soloToken: boolean
  readonly entrada: {
    readonly ruta: z.ZodObject
    readonly consulta: z.ZodObject
    readonly cuerpo: z.ZodType | null
  }
  /** The answer where all went well: its status, and its body's schema or media type. */
  readonly salida: { readonly status: number; readonly cuerpo: z.ZodType | `${string}/${string}` | null }
  /** True where Idempotency-Key makes a repetition harmless. */
  readonly idempotente: boolean
  /** True where If-Match is held against the version of what is changed. */
  readonly versionado: boolean
  run(call: Call, raw: RawInput): Promise<Reply | Response>
}

type Flag = 'idempotente' | 'versionado' | 'soloToken'

/** A route without what is derived of it; a flag that is left out is false. */
interface RouteSpec<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType>
  extends Partial<Pick<ApiRoute, Flag>>,
    Omit<ApiRoute, 'entrada' | 'run' | Flag> {
  readonly params: P
  readonly consulta: Q
  readonly cuerpo: B
  readonly handle: (call: Call, input: Input<P, Q, B>) => Promise<Reply | Response>
}

interface Input<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  readonly params: z.output<P>
  readonly consulta: z.output<Q>
  readonly cuerpo: z.output<B>
}

/** Of a route whose path or query takes nothing. */
export const NADA = z.strictObject({})
/** Of a route that takes no body. */
export const SIN_CUERPO = z.undefined()

/** Describes a route, and parses what comes to it: a handler sees only what its schemas let through. */
export function defineRoute<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType>(
  spec: RouteSpec<P, Q, B>,
): ApiRoute {
  const { params, consulta, cuerpo, handle, ...rest } = spec
  const takesBody = !(cuerpo instanceof z.ZodUndefined)
  return {
    idempotente: false,
    versionado: false,
    soloToken: false,
    ...rest,
    entrada: { ruta: params, consulta, cuerpo: takesBody ? cuerpo : null },
    async run(call, raw) {
      const path = params.safeParse(raw.ruta)
      // An id that can't be one names nothing.
      if (!path.success) return problem('NO_ENCONTRADO', call.t)
      const query = consulta.safeParse(raw.consulta)
      if (!query.success) return invalidProblem(query.error.issues, call.t)
      const body = cuerpo.safeParse(raw.cuerpo)
      if (!body.success) return invalidProblem(body.error.issues, call.t)
      return await handle(call, { params: path.data, consulta: query.data, cuerpo: body.data })
    },
  }
}
