import { createHash } from 'node:crypto'
import type { CommandEnvelope } from './types'

/** SHA-256 in base64url over a command's content, whatever the order of its keys: the same command, the same digest. */
export function digestCommand({ comando }: CommandEnvelope): string {
  return createHash('sha256').update(canonical(comando)).digest('base64url')
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value).filter(([, field]) => field !== undefined)
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${sorted.map(([key, field]) => `${JSON.stringify(key)}:${canonical(field)}`).join(',')}}`
}
