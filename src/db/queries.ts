import type { z } from 'zod'

/** The database roles that a connection carries; their grants are in src/auth/permissions.ts. */
export const DB_ROLES = [
  'api_server',
  'batch_worker',
  'admin',
  'projector',
  'auth',
  'sealer',
  'dispatcher',
  'monitor',
] as const
export type DbRole = (typeof DB_ROLES)[number]

interface Registered {
  readonly name: string
  readonly roles: readonly DbRole[]
  readonly sql: string
}

/** A registered read and the schema that each of its rows is parsed with. */
export interface Query<Row> extends Registered {
  readonly kind: 'query'
  readonly row: z.ZodType<Row>
}

/** A registered write; it runs in a batch, never alone. */
export interface Write extends Registered {
  readonly kind: 'write'
}

export type Statement = Query<unknown> | Write

// Next loads the code of pages, routes and instrumentation as separate module graphs: one registry serves all.
const KEY = Symbol.for('bitacora.statements')
const holder = globalThis as typeof globalThis & { [KEY]?: Map<string, Statement> }
const registry = holder[KEY] ?? new Map<string, Statement>()
holder[KEY] = registry

/** Registers a read under a unique name, with the roles that may run it. */
export function defineQuery<Row>(query: Omit<Query<Row>, 'kind'>): Query<Row> {
  const statement: Query<Row> = { ...query, kind: 'query' }
  registry.set(statement.name, statement)
  return statement
}

/** Registers a write under a unique name, with the roles that may run it. */
export function defineWrite(write: Omit<Write, 'kind'>): Write {
  const statement: Write = { ...write, kind: 'write' }
  registry.set(statement.name, statement)
  return statement
}

/** Every statement that has been registered so far, for the test that explains each against its grants. */
export function registeredStatements(): readonly Statement[] {
  return [...registry.values()]
}

/** A statement that isn't registered, or that this role may not run: a bug, or somebody's attempt. */
export class StatementDenied extends Error {
  override readonly name = 'StatementDenied'
}

/**
 * Lets a statement through to a connection of `role`.
 * @throws StatementDenied unless it is registered with this very text and for this role
 */
export function checkStatement(statement: Registered, role: DbRole): void {
  const known = registry.get(statement.name)
  if (known?.sql !== statement.sql)
    throw new StatementDenied(`${statement.name} is not a registered statement`)
  if (!known.roles.includes(role)) throw new StatementDenied(`${role} may not run ${statement.name}`)
}
