import { join } from 'node:path'
import createClient from 'openapi-fetch'
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openApi } from '@/api/openapi'
import { type ApiSystem, callRoute, openApiSystem, type Person } from '../support/api/system'

const ROOT = join(import.meta.dirname, '../..')
const Document = z.custom<OpenAPI3>(
  (value) => z.looseObject({ openapi: z.literal('3.1.0') }).safeParse(value).success,
)

let types: string
beforeAll(async () => {
  const document = Document.parse(JSON.parse(JSON.stringify(openApi('es', 'http://127.0.0.1:3000'))))
  types = astToString(await openapiTS(document))
})

/** What TypeScript says of each of some programs that use the generated types. */
function complaints(...programs: readonly string[]): string[][] {
  const names = programs.map((_, index) => join(ROOT, `tests/api-program-${index}.ts`))
  const files = new Map([[join(ROOT, 'tests/api-generated.ts'), types]])
  for (const [index, name] of names.entries()) files.set(name, programs[index] ?? '')
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
    types: [],
  }
  const host = ts.createCompilerHost(options)
  const plain = ts.createCompilerHost(options)
  host.readFile = (file) => files.get(file) ?? plain.readFile(file)
  host.fileExists = (file) => files.has(file) || plain.fileExists(file)
  host.getSourceFile = (file, language) => {
    const text = files.get(file)
    return text === undefined
      ? plain.getSourceFile(file, language)
      : ts.createSourceFile(file, text, language)
  }
  const built = ts.createProgram(names, options, host)
  return names.map((name) =>
    ts
      .getPreEmitDiagnostics(built, built.getSourceFile(name))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ')),
  )
}

const HEAD = `import createClient from 'openapi-fetch'
import type { paths } from './api-generated'
const api = createClient<paths>({ baseUrl: 'http://127.0.0.1:3000' })
`

describe('a typed client that is generated from the document', { timeout: 60_000 }, () => {
  it('knows every route, its body and its answer', () => {
    const good = `${HEAD}
      const made = await api.POST('/api/tickets', { body: { titulo: 'a', descripcion: 'b' } })
      const id: number | undefined = made.data?.id
      const listed = await api.GET('/api/tickets', { params: { query: { estado: 'abierto', limite: 5 } } })
      const estado: 'abierto' | 'en_progreso' | 'resuelto' | 'cerrado' | undefined = listed.data?.tickets[0]?.estado
      const codigo: string | undefined = made.error?.codigo
      export { id, estado, codigo }`

    const bad = `${HEAD}
      await api.POST('/api/tickets', { body: { titulo: 7, descripcion: 'b' } })
      await api.GET('/api/no-existe')
      await api.GET('/api/tickets', { params: { query: { estado: 'roto' } } })`
    const [none, three] = complaints(good, bad)
    expect(none).toEqual([])
    expect(three).toHaveLength(3)
  })

  describe('at work', () => {
    let system: ApiSystem
    let who: Person
    beforeAll(async () => {
      system = await openApiSystem()
      who = await system.caller('operador')
    })
    afterAll(() => system.close())

    it('opens a ticket, changes it and reads it', async () => {
      interface Sends<Body, Status extends number> {
        requestBody: { content: { 'application/json': Body } }
        responses: { [status in Status]: { content: { 'application/json': unknown } } }
      }
      interface Paths {
        '/api/tickets': { post: Sends<{ titulo: string; descripcion: string }, 201> }
        '/api/tickets/{id}': {
          patch: Sends<{ cambios: object[] }, 200> & { parameters: { path: { id: number } } }
        }
      }
      const api = createClient<Paths>({
        baseUrl: 'http://127.0.0.1:3000',
        headers: { authorization: `Bearer ${who.token}` },
        fetch: async (request) =>
          await callRoute(request.method, new URL(request.url).pathname, {
            headers: Object.fromEntries(request.headers),
            body: request.body === null ? undefined : await request.text(),
          }),
      })
      const Accepted = z.object({ id: z.number(), version: z.number() })
      const made = await api.POST('/api/tickets', {
        body: { titulo: 'No imprime', descripcion: 'Nada' },
        params: {} as never,
      })
      const { id } = Accepted.parse(made.data)
      const cambios = [
        { tipo: 'cambiar_estado', a: 'en_progreso' },
        { tipo: 'asignar', a: who.id },
        { tipo: 'comentar', comentario: 'Lo miro' },
      ]
      const path = { path: { id } }
      const changed = await api.PATCH('/api/tickets/{id}', { params: path, body: { cambios } })
      expect(Accepted.parse(changed.data)).toEqual({ id, version: 4 })
      const read = await system.call('GET', `/api/tickets/${id}`, { token: who.token })
      expect(await read.json()).toMatchObject({ estado: 'en_progreso', asignadoA: who.id, version: 4 })
    })
  })
})
