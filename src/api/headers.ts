import { Id, Ulid } from '@/domain/values'

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The same 128 bits as a UUID, written as a ULID. */
export function ulidOfUuid(uuid: string): string {
  let bits = BigInt(`0x${uuid.replaceAll('-', '')}`)
  let text = ''
  for (let place = 0; place < 26; place++) {
    text = `${CROCKFORD[Number(bits & 31n)] ?? ''}${text}`
    bits >>= 5n
  }
  return text
}

/**
 * The command's id that `Idempotency-Key` gives: a ULID, or a UUID, with or without quotes.
 * @returns undefined where there is none, null where it is neither
 */
export function readIdempotencyKey(headers: Headers): string | null | undefined {
  const raw = headers.get('idempotency-key')
  if (raw === null) return undefined
  const key = raw.trim().replace(/^"(.*)"$/, '$1')
  if (UUID.test(key)) return ulidOfUuid(key)
  const ulid = Ulid.safeParse(key.toUpperCase())
  return ulid.success ? ulid.data : null
}

/**
 * The version that `If-Match` says was seen: an entity tag as answers carry it. `*` asks only that there is one.
 * @returns undefined where nothing was seen, null where it is no tag of ours
 */
export function readIfMatch(headers: Headers): number | null | undefined {
  const raw = headers.get('if-match')?.trim()
  if (raw === undefined || raw === '*') return undefined
  const digits = /^"(\d{1,15})"$/.exec(raw)?.[1]
  const version = Id.safeParse(Number(digits ?? Number.NaN))
  return version.success ? version.data : null
}

/** The entity tag of a version. */
export function etag(version: number): string {
  return `"${version}"`
}
