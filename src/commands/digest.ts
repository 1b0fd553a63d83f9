import { hash } from 'node:crypto'
import type { CommandEnvelope } from './types'

/** SHA-256 in base64url over who gives a command and its content, whatever the order of its keys. */
export function digestCommand({ actor, comando }: Pick<CommandEnvelope, 'actor' | 'comando'>): string {
  return hash('sha256', canonical([actor.id, comando]), 'base64url')
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value).filter(([, field]) => field !== undefined)
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${sorted.map(([key, field]) => `${JSON.stringify(key)}:${canonical(field)}`).join(',')}}`
}
