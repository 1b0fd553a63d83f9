import { z } from 'zod'
import type { Locale } from '@/i18n/locales'
import { EXTERNAL } from './external'
import type { Content, Json, OpenApi, Operation, Parameter } from './openapi-types'
import { Problema } from './problem'
import type { ApiRoute } from './route'
import {
  Aceptado,
  Cuenta,
  Interaccion,
  LineaDeTiempo,
  PaginaDeCuentas,
  PaginaDeTickets,
  Resumen,
  Ticket,
} from './schemas'
import { ROUTES } from './table'
import { type Words, wordsIn } from './words'

const NAMED = {
  Problema,
  Interaccion,
  Ticket,
  Resumen,
  PaginaDeTickets,
  LineaDeTiempo,
  Aceptado,
  Cuenta,
  PaginaDeCuentas,
}

/** Which answers have a name of their own in the document: those that several share, and each route's. */
function registerAnswers(): z.core.$ZodRegistry<{ id: string }> {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(NAMED)) registry.add(schema, { id })
  for (const { nombre, salida } of ROUTES)
    if (salida.cuerpo instanceof z.ZodType && !registry.has(salida.cuerpo))
      registry.add(salida.cuerpo, { id: `${nombre.charAt(0).toUpperCase()}${nombre.slice(1)}` })
  return registry
}

const REGISTRY = registerAnswers()
const refOf = (id: string) => `#/components/schemas/${id}`

function components(): Readonly<Record<string, Json>> {
  const { schemas } = z.toJSONSchema(REGISTRY, { io: 'output', uri: refOf, unrepresentable: 'any' })
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema: _, $id: __, ...schema }]) => [id, schema]),
  )
}

/** What a request may hold: a number of a path or query is told as what it means. */
function inputSchema(schema: z.core.$ZodType): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override({ jsonSchema }) {
      if (jsonSchema.pattern === '^\\d{1,15}$') {
        delete jsonSchema.pattern
        Object.assign(jsonSchema, { type: 'integer', minimum: 0, maximum: 999_999_999_999_999 })
      }
      if ('ejemplo' in jsonSchema) {
        jsonSchema.examples = [jsonSchema.ejemplo]
        delete jsonSchema.ejemplo
      }
    },
  })
  return json
}

function parametersOf({ entrada, idempotente, versionado }: ApiRoute): Parameter[] {
  const fields = (shape: Readonly<Record<string, z.core.$ZodType>>, place: 'path' | 'query') =>
    Object.entries(shape).map(([name, schema]) => ({
      name,
      in: place,
      required: place === 'path' || !z.safeParse(schema, undefined).success,
      schema: inputSchema(schema),
    }))
  const header = (name: string, maxLength: number): Parameter => {
    return { name, in: 'header', required: false, schema: { type: 'string', maxLength } }
  }
  return [
    ...fields(entrada.ruta.shape, 'path'),
    ...fields(entrada.consulta.shape, 'query'),
    ...(idempotente ? [header('Idempotency-Key', 38)] : []),
    ...(versionado ? [header('If-Match', 20)] : []),
  ]
}

/** The statuses of what can go wrong, whatever the route does; a command may be refused besides. */
function problemStatuses({ entrada, idempotente, versionado, grupo }: ApiRoute): number[] {
  const body = entrada.cuerpo === null ? [] : [413, 415]
  const refused = idempotente ? [409, 422] : grupo === 'auditoria' ? [409] : []
  const overtaken = versionado ? [412] : []
  return [400, 401, 403, 404, ...refused, ...overtaken, ...body, 429, 500, 503].sort((a, b) => a - b)
}

function operation(route: ApiRoute, t: Words): Operation {
  const { nombre, grupo, alcance, soloToken, salida, entrada } = route
  const told = {
    description: t('api.documento.problema'),
    content: { 'application/problem+json': { schema: { $ref: refOf('Problema') } } },
  }
  const problems = problemStatuses(route).map((status) => [String(status), told] as const)
  return {
    operationId: nombre,
    tags: [grupo],
    summary: t(`api.operacion.${nombre}`),
    security: [{ token: [alcance] }, ...(soloToken ? [] : [{ sesion: [] }])],
    parameters: parametersOf(route),
    ...(entrada.cuerpo && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: inputSchema(entrada.cuerpo) } },
      },
    }),
    responses: {
      [String(salida.status)]: { description: t('api.documento.bien'), ...contentOf(salida.cuerpo) },
      ...Object.fromEntries(problems),
    },
  }
}

function contentOf(cuerpo: ApiRoute['salida']['cuerpo']): { readonly content?: Content } {
  if (cuerpo === null) return {}
  if (typeof cuerpo === 'string') return { content: { [cuerpo]: { schema: { type: 'string' } } } }
  return { content: { 'application/json': { schema: { $ref: refOf(REGISTRY.get(cuerpo)?.id ?? '') } } } }
}

/** Makes the document in a language, from the very table that the handlers are made from. */
export function openApi(locale: Locale, url: string): OpenApi {
  const t = wordsIn(locale)
  const paths: Record<string, Record<string, Operation>> = {}
  for (const route of ROUTES)
    paths[route.ruta] = { ...paths[route.ruta], [route.metodo.toLowerCase()]: operation(route, t) }
  for (const { ruta, ...rest } of EXTERNAL(t)) paths[ruta] = { ...paths[ruta], get: rest }
  const tags = [...new Set(ROUTES.map(({ grupo }) => grupo)), 'servicio'].map((name) => ({ name }))
  return {
    openapi: '3.1.0',
    info: { title: 'Bitácora', version: '1', description: t('api.documento.texto') },
    servers: [{ url }],
    tags,
    security: [{ token: [] }],
    paths,
    components: {
      schemas: components(),
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: t('api.documento.token') },
        sesion: { type: 'apiKey', in: 'cookie', name: 'bitacora_sesion' },
      },
    },
  }
}
