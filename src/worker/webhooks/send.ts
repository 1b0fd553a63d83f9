import { request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'
import { isIP } from 'node:net'
import { guardedLookup, isPrivate, NotSendable, type Resolve } from './guard'
import type { SignedMessage } from './sign'

/** What a receiver answered, or why nothing came of it. */
export interface Delivery {
  readonly ok: boolean
  readonly codigo: number | null
  readonly milisegundos: number
  readonly error: string | null
}

export interface SendOptions {
  /** True where addresses of a private network may be sent to. */
  readonly privadas: boolean
  readonly signal?: AbortSignal
  readonly resolve?: Resolve
  /** How long an answer is waited for, in milliseconds. */
  readonly within?: number
}

const WITHIN_MS = 10_000

/** Sends a message. Only an answer of the 200s is one: a redirect is not followed, for it leads where nobody looked. */
export async function sendMessage(
  address: string,
  message: SignedMessage,
  options: SendOptions,
): Promise<Delivery> {
  const began = performance.now()
  const took = () => Math.round(performance.now() - began)
  try {
    const codigo = await post(new URL(address), message, options)
    const ok = codigo >= 200 && codigo < 300
    return { ok, codigo, milisegundos: took(), error: ok ? null : `respondió ${codigo}` }
  } catch (error) {
    const text = error instanceof Error ? error.message || error.name : String(error)
    return { ok: false, codigo: null, milisegundos: took(), error: text.slice(0, 500) }
  }
}

function post(url: URL, { body, headers }: SignedMessage, options: SendOptions): Promise<number> {
  const { privadas, resolve, within = WITHIN_MS, signal } = options
  const host = url.hostname.replace(/^\[|\]$/g, '')
  // A literal address is never looked up.
  if (!privadas && isIP(host) !== 0 && isPrivate(host))
    return Promise.reject(new NotSendable('DIRECCION_PRIVADA', host))
  const signals = [AbortSignal.timeout(within), ...(signal ? [signal] : [])]
  return new Promise((settle, fail) => {
    const request = (url.protocol === 'https:' ? overHttps : overHttp)(
      url,
      {
        method: 'POST',
        headers: { ...headers, 'Content-Length': Buffer.byteLength(body) },
        // A connection of its own: one that is kept was opened before this address was looked at.
        agent: false,
        signal: AbortSignal.any(signals),
        ...(privadas ? {} : { lookup: guardedLookup(resolve) }),
      },
      (response) => {
        settle(response.statusCode ?? 0)
        // What it says is nobody's concern.
        response.destroy()
      },
    )
    request.on('error', fail)
    request.end(body)
  })
}
