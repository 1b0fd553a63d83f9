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
  /** Server-sent events; the caller ends it by its signal. */
  stream(path: string, query: Query, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>
}

type Query = Readonly<Record<string, string | number | null | undefined>>

/** The service that is asked for; null where the command works on the file. @throws UsageError */
export function remoteOf(options: RemoteOptions): Remote | null {
  const { url = undefined, token = undefined } = { ...readRemote(), ...options }
  if (url === undefined) {
    if (options.token !== undefined) throw new UsageError('--token va con --url.')
    return null
  }
  if (!URL.canParse(url)) throw new UsageError('--url espera una dirección, como https://soporte.ejemplo.es')
  if (token === undefined) throw new UsageError('Falta el token: --token o BITACORA_TOKEN.')
  const send = (path: string, query: Query, signal?: AbortSignal) =>
    request({ url, token }, path, query, signal)
  return {
    async get(path, query, answer) {
      const response = await send(path, query)
      const parsed = answer.safeParse(await response.json().catch(() => null))
      if (!parsed.success) throw new CliError(`${url} no respondió lo que se esperaba de ${path}.`)
      return parsed.data
    },
    async stream(path, query, signal) {
      const { body } = await send(path, query, signal)
      if (!body) throw new CliError(`${url} no dio nada.`)
      return body
    },
  }
}

const Problem = z.object({ detail: z.string() })

async function request(
  { url, token }: { readonly url: string; readonly token: string },
  path: string,
  query: Query,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const address = new URL(path, url)
  for (const [name, value] of Object.entries(query))
    if (value !== null && value !== undefined) address.searchParams.set(name, String(value))
  const headers = { Authorization: `Bearer ${token}`, 'Accept-Language': 'es' }
  const response = await fetch(address, { headers, ...(signal && { signal }) }).catch(() => {
    throw new CliError(`No se pudo llegar a ${address.origin}.`)
  })
  if (response.ok) return response
  const problem = Problem.safeParse(await response.json().catch(() => null))
  throw new CliError(
    problem.success ? problem.data.detail : `${address.origin} respondió ${response.status}.`,
  )
}
