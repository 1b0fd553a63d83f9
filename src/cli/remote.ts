import type { Command } from 'commander'
import { z } from 'zod'
import { readRemote } from '@/config'
import { CliError, UsageError } from './failures'

/** A service that a command works through instead of the database's file. */
export interface RemoteOptions {
  readonly url?: string
  readonly token?: string
}

/** Lets a command work through a service: what it does on the file, it does over the API, as the token's account. */
export function addRemoteOptions(command: Command): Command {
  return command
    .option('--url <dirección>', 'por la API de este servicio, en vez del fichero (o BITACORA_URL)')
    .option('--token <token>', 'el token con el que se entra (mejor en BITACORA_TOKEN)')
}

/** A service's API, as a command uses it. */
export interface Remote {
  /** @throws CliError with what the service says */
  get<T>(path: string, query: Query, answer: z.ZodType<T>): Promise<T>
  /** Sends a body, once: what got lost on the way is told, and never sent again. @throws CliError likewise */
  post<T>(path: string, body: object, answer: z.ZodType<T>): Promise<T>
  /** A text that is too long to be held. @throws CliError likewise, at its beginning */
  download(path: string, query: Query): Promise<Download>
}

/** A text as it comes, with the name that the service gives the file. */
interface Download {
  readonly texto: AsyncIterable<string>
  readonly nombre: string
}

export type Query = Readonly<Record<string, string | number | null | undefined>>

/** The service that is asked for; null where the command works on the file. @throws UsageError */
export function remoteOf(options: RemoteOptions): Remote | null {
  const service = serviceOf(options)
  if (service === null) return null
  const { url } = service
  const read = async <T>(response: Response, path: string, answer: z.ZodType<T>): Promise<T> => {
    const parsed = answer.safeParse(await response.json().catch(() => null))
    if (!parsed.success) throw new CliError(`${url} no respondió lo que se esperaba de ${path}.`)
    return parsed.data
  }
  return {
    get: async (path, query, answer) => await read(await request(service, path, { query }), path, answer),
    post: async (path, body, answer) => await read(await request(service, path, { body }), path, answer),
    async download(path, query) {
      const { body, headers } = await request(service, path, { query })
      if (!body) throw new CliError(`${url} no dio nada.`)
      const nombre = /filename="([^"]*)"/.exec(headers.get('content-disposition') ?? '')?.[1] ?? ''
      return { texto: body.pipeThrough(new TextDecoderStream()), nombre }
    },
  }
}

interface Service {
  readonly url: string
  readonly token: string
}

function serviceOf(options: RemoteOptions): Service | null {
  const { url = undefined, token = undefined } = { ...readRemote(), ...options }
  if (url === undefined) {
    if (options.token !== undefined) throw new UsageError('--token va con --url.')
    return null
  }
  // What has no scheme parses too: «localhost:» would be one.
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url))
    throw new UsageError('--url espera una dirección, como https://soporte.ejemplo.es')
  if (token === undefined) throw new UsageError('Falta el token: --token o BITACORA_TOKEN.')
  return { url, token }
}

/** Problem details, or the error of a route that is no part of the API. */
const Problem = z.union([
  z.object({ detail: z.string() }).transform(({ detail }) => detail),
  z.object({ error: z.string() }).transform(({ error }) => error),
])

async function request(
  { url, token }: Service,
  path: string,
  { query = {}, body }: { readonly query?: Query; readonly body?: object },
): Promise<Response> {
  const address = new URL(path, url)
  for (const [name, value] of Object.entries(query))
    if (value !== null && value !== undefined) address.searchParams.set(name, String(value))
  const headers = { Authorization: `Bearer ${token}`, 'Accept-Language': 'es' }
  const sent = body && { method: 'POST', body: JSON.stringify(body) }
  const type = body && { 'Content-Type': 'application/json' }
  const response = await fetch(address, { headers: { ...headers, ...type }, ...sent }).catch(() => {
    throw new CliError(`No se pudo llegar a ${address.origin}.`)
  })
  if (response.ok) return response
  const problem = Problem.safeParse(await response.json().catch(() => null))
  throw new CliError(problem.success ? problem.data : `${address.origin} respondió ${response.status}.`)
}
