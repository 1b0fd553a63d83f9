/** Twenty thousand characters, each of them escaped, and what is around them. */
export const MAX_BODY = 256 * 1024

/** What came of reading a body: its JSON, or why there is none. */
export type ReadBody =
  | { readonly ok: true; readonly json: unknown }
  | { readonly ok: false; readonly motivo: 'tipo' | 'tamano' | 'json' }

/** Reads a body of JSON, and no more of it than MAX_BODY: whatever its headers say. An empty one is an empty object. */
export async function readBody(request: Request): Promise<ReadBody> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY) return { ok: false, motivo: 'tamano' }
  const bytes = await readAtMost(request, MAX_BODY)
  if (bytes === null) return { ok: false, motivo: 'tamano' }
  if (bytes.length === 0) return { ok: true, json: {} }
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? ''))
    return { ok: false, motivo: 'tipo' }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return { ok: true, json: JSON.parse(text) as unknown }
  } catch {
    return { ok: false, motivo: 'json' }
  }
}

async function readAtMost(request: Request, most: number): Promise<Uint8Array | null> {
  const reader = request.body?.getReader()
  if (!reader) return new Uint8Array()
  const parts: Uint8Array[] = []
  let size = 0
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.byteLength
    if (size > most) {
      await reader.cancel()
      return null
    }
    parts.push(part.value)
  }
  return Buffer.concat(parts)
}
