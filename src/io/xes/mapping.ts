import { z } from 'zod'
import { Categoria, MOTIVOS_CIERRE, MotivoCierre, PRIORIDADES, Prioridad } from '@/domain/values'

/** What a part of the mapping expects, in the words that whoever wrote the file reads. */
const expects = (what: string) => ({
  error: ({ code, input, keys }: { code?: string; input?: unknown; keys?: unknown }) => {
    if (code === 'unrecognized_keys' && Array.isArray(keys)) return `no se conoce «${keys.join('», «')}»`
    return `${input === undefined ? 'falta; ' : ''}se esperaba ${what}`
  },
})

const text = (max: number) => {
  const what = expects(`un texto de 1 a ${max} caracteres`)
  return z.string(what).min(1, what).max(max, what)
}
const oneOf = (values: readonly string[]) => expects(`uno de: ${values.join(', ')}`)
const object = <T extends z.ZodRawShape>(shape: T) =>
  z.strictObject(shape, expects(`un objeto con ${Object.keys(shape).join(', ')}`))

/** What may stand alone may also be a list. */
const many = <T extends z.ZodType>(item: T, max: number) => {
  const what = expects(`de 1 a ${max} elementos`)
  return z.preprocess(
    (value): unknown => (Array.isArray(value) ? value : [value]),
    z.array(item, what).min(1, what).max(max, what),
  )
}

const Clave = text(200)
const Plantilla = text(1000)

/** An attribute's name may stand for `{ "atributo": name }`; the prefix comes before its value. */
const Atributo = z.preprocess(
  (value) => (typeof value === 'string' ? { atributo: value } : value),
  object({ atributo: Clave, prefijo: z.string(expects('un texto')).max(40).default('') }),
)

const ESTADOS_ABIERTOS = ['abierto', 'en_progreso', 'resuelto'] as const
const TIPOS =
  'crear, comentar, cambiar_estado, cerrar, reabrir, asignar, cambiar_prioridad, cambiar_categoria'
const de = <T extends string>(tipo: T) => z.literal(tipo)

/** Which command an activity means; its fields are those of the command. */
const Accion = z.discriminatedUnion(
  'tipo',
  [
    /** The creation, which the first event of a case is anyway. */
    object({ tipo: de('crear') }),
    object({
      tipo: de('comentar'),
      texto: Plantilla.optional(),
      interno: z.boolean(expects('true o false')).default(false),
    }),
    // Closing is `cerrar`: it has a reason.
    object({ tipo: de('cambiar_estado'), a: z.enum(ESTADOS_ABIERTOS, oneOf(ESTADOS_ABIERTOS)) }),
    object({
      tipo: de('cerrar'),
      motivo: z.enum(MotivoCierre.enum, oneOf(MOTIVOS_CIERRE)).default('resuelto'),
    }),
    object({ tipo: de('reabrir') }),
    object({
      tipo: de('asignar'),
      a: z.enum(['recurso', 'nadie'], oneOf(['recurso', 'nadie'])).default('recurso'),
    }),
    /** Without `a`: to what the event's own attribute says. */
    object({ tipo: de('cambiar_prioridad'), a: z.enum(Prioridad.enum, oneOf(PRIORIDADES)).optional() }),
    object({ tipo: de('cambiar_categoria'), a: Categoria.nullable().optional() }),
  ],
  expects(`un objeto con «tipo», uno de: ${TIPOS}`),
)
export type Accion = z.infer<typeof Accion>

/** The attributes whose values, joined by `+`, are the activity; or the log's own classifier that names them. */
const Actividad = z.preprocess(
  (value): unknown => (typeof value === 'string' || Array.isArray(value) ? { atributos: value } : value),
  z.union(
    [object({ atributos: many(Clave, 5) }), object({ clasificador: Clave })],
    expects('un atributo, una lista de atributos o { "clasificador": "nombre" }'),
  ),
)

/** How another system's log is told as tickets; written by hand, so that every part says what it expects. */
export const Mapping = object({
  /** Tells this log's cases and people from those of other logs. */
  fuente: z
    .string(expects('un nombre corto'))
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, expects('un nombre de minúsculas, cifras y guiones')),
  /** The trace's attribute that names the case. */
  caso: Clave.default('concept:name'),
  actividad: Actividad.default({ atributos: ['concept:name'] }),
  fecha: Clave.default('time:timestamp'),
  recurso: Atributo.default({ atributo: 'org:resource', prefijo: '' }),
  solicitante: Atributo.nullable().default(null),
  prioridad: object({
    atributo: Clave,
    valores: z.record(
      z.string(),
      z.enum(Prioridad.enum, oneOf(PRIORIDADES)),
      expects('un objeto con una prioridad por valor'),
    ),
    defecto: z.enum(Prioridad.enum, oneOf(PRIORIDADES)).optional(),
  })
    .nullable()
    .default(null),
  categoria: Atributo.nullable().default(null),
  titulo: Plantilla.default('{caso}'),
  descripcion: Plantilla.default('Caso {caso}, importado de un registro XES.'),
  actividades: z.record(Clave, many(Accion, 8), expects('un objeto con una orden por actividad')),
})
export type Mapping = z.infer<typeof Mapping>

export type ParsedMapping =
  | { readonly ok: true; readonly mapping: Mapping }
  /** One line for each part that is wrong: which, and what was expected. */
  | { readonly ok: false; readonly errores: readonly string[] }

/** Reads a mapping, as it stands in its file. */
export function readMapping(json: string): ParsedMapping {
  let raw: unknown
  try {
    raw = JSON.parse(json)
  } catch (error) {
    return { ok: false, errores: [`no es JSON${placeOf(json, String(error))}`] }
  }
  const parsed = Mapping.safeParse(raw)
  if (parsed.success) return { ok: true, mapping: parsed.data }
  return { ok: false, errores: parsed.error.issues.map(describeIssue) }
}

/** Where the engine says that it stopped, in lines; it does not always say it. */
function placeOf(json: string, message: string): string {
  const position = /at position (\d+)/.exec(message)?.[1]
  if (position === undefined) return ''
  const before = json.slice(0, Number(position)).split('\n')
  return `: línea ${before.length}, columna ${(before.at(-1)?.length ?? 0) + 1}`
}

function describeIssue({ path, message }: z.core.$ZodIssue): string {
  return path.length === 0 ? message : `«${path.join('.')}»: ${message}`
}
