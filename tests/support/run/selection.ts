import { parseArgs } from 'node:util'

const GROUPS: Record<string, readonly string[]> = {
  lint: ['biome', 'oxlint', 'imports', 'knip'],
  types: ['typegen', 'tsc'],
  // The browser tests run against the built pages.
  e2e: ['build', 'e2e'],
}
const NAMES = [
  'biome',
  'typegen',
  'tsc',
  'oxlint',
  'imports',
  'knip',
  'build',
  'unit',
  'property',
  'integration',
  'e2e',
]

/** A command line that asks for what there is not. */
export class SelectionError extends Error {
  override readonly name = 'SelectionError'
}

/**
 * The names of the steps that `--only a,b` asks for; all of them without it.
 * @throws SelectionError when a name is unknown
 */
export function selectSteps(argv: readonly string[]): Set<string> {
  const { values } = parseArgs({ args: [...argv], options: { only: { type: 'string' } } })
  if (values.only === undefined) return new Set(NAMES)
  const asked = values.only.split(',').map((name) => name.trim())
  const unknown = asked.filter((name) => !NAMES.includes(name) && !(name in GROUPS))
  if (unknown.length > 0) {
    throw new SelectionError(
      `--only: ${unknown.join(', ')}? There is ${[...Object.keys(GROUPS), ...NAMES].join(', ')}`,
    )
  }
  return new Set(asked.flatMap((name) => GROUPS[name] ?? [name]))
}
