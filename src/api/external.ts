import type { Operation } from './openapi-types'
import type { OperationName } from './route'
import type { Words } from './words'

interface External extends Operation {
  readonly ruta: string
}

const json = { 'application/json': { schema: { type: 'object' } } } as const

/** Routes with a form of their own, which the document tells of although they are in no table. */
export function EXTERNAL(t: Words): readonly External[] {
  const get = (
    ruta: string,
    nombre: OperationName,
    rest: Pick<Operation, 'security' | 'responses'> & Partial<Pick<Operation, 'parameters' | 'description'>>,
  ): External => ({
    ruta,
    operationId: nombre,
    tags: ['servicio'],
    summary: t(`api.operacion.${nombre}`),
    parameters: [],
    ...rest,
  })
  const ok = t('api.documento.bien')
  const problema = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problema' } } }
  const not = { description: t('api.documento.problema') }
  const told = { ...not, content: problema }
  const query = (name: string, schema: Record<string, unknown>) =>
    ({ name, in: 'query', required: false, schema }) as const
  return [
    get('/api/stream', 'streamCambios', {
      description: t('api.documento.vivo'),
      security: [{ token: ['read'] }, { sesion: [] }],
      parameters: [
        query('desde', { type: 'integer', minimum: 0 }),
        query('ticket', { type: 'integer', minimum: 1 }),
        query('tipo', { type: 'string' }),
        { name: 'Last-Event-ID', in: 'header', required: false, schema: { type: 'integer', minimum: 0 } },
      ],
      responses: {
        200: { description: ok, content: { 'text/event-stream': { schema: { type: 'string' } } } },
        400: told,
        401: told,
        403: told,
        429: told,
        503: told,
      },
    }),
    get('/api/health', 'getHealth', {
      security: [],
      responses: { 200: { description: ok, content: json }, 503: { ...not, content: json } },
    }),
    get('/api/metrics', 'getMetrics', {
      security: [{ token: ['metrics'] }],
      responses: {
        200: { description: ok, content: { 'text/plain': { schema: { type: 'string' } } } },
        401: not,
      },
    }),
    get('/api/audit/head', 'getSeal', {
      security: [],
      responses: { 200: { description: ok, content: json }, 404: told },
    }),
    get('/api/audit/key', 'getSealKeys', {
      security: [],
      responses: { 200: { description: ok, content: json }, 404: told },
    }),
  ]
}
