import { z } from 'zod'

// The JSON form of the Hrana protocol, versions 2 and 3, as its public specification has it. Fields that it does
// not name are ignored, as it asks.

// A lone surrogate is no UTF-8: a server that parses JSON strictly refuses the whole body.
const Text = z.string().refine((text) => !/\p{Surrogate}/u.test(text), { error: 'lone surrogate' })

const Value = z.discriminatedUnion('type', [
  z.object({ type: z.literal('null') }),
  z.object({ type: z.literal('integer'), value: z.string().regex(/^-?\d{1,19}$/) }),
  z.object({ type: z.literal('float'), value: z.number() }),
  z.object({ type: z.literal('text'), value: Text }),
  z.object({ type: z.literal('blob'), base64: z.string() }),
])
/** A SQLite value on the wire: integers are strings, blobs are base64. */
export type Value = z.infer<typeof Value>

const SqlRef = { sql: Text.nullish(), sql_id: z.number().int().nullish() }

const Stmt = z.object({
  ...SqlRef,
  args: z.array(Value).default([]),
  named_args: z.array(z.object({ name: z.string(), value: Value })).default([]),
  want_rows: z.boolean().default(true),
})
export type Stmt = z.infer<typeof Stmt>

/** When a step of a batch is run. */
export type Condition =
  | { readonly type: 'ok' | 'error'; readonly step: number }
  | { readonly type: 'not'; readonly cond: Condition }
  | { readonly type: 'and' | 'or'; readonly conds: readonly Condition[] }
  | { readonly type: 'is_autocommit' }

const Condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.object({ type: z.enum(['ok', 'error']), step: z.number().int().min(0) }),
    z.object({ type: z.literal('not'), cond: Condition }),
    z.object({ type: z.enum(['and', 'or']), conds: z.array(Condition) }),
    z.object({ type: z.literal('is_autocommit') }),
  ]),
)

const Batch = z.object({ steps: z.array(z.object({ condition: Condition.nullish(), stmt: Stmt })) })
export type Batch = z.infer<typeof Batch>

const Request = z.discriminatedUnion('type', [
  z.object({ type: z.literal('close') }),
  z.object({ type: z.literal('execute'), stmt: Stmt }),
  z.object({ type: z.literal('batch'), batch: Batch }),
  z.object({ type: z.literal('sequence'), ...SqlRef }),
  z.object({ type: z.literal('describe'), ...SqlRef }),
  z.object({ type: z.literal('store_sql'), sql_id: z.number().int(), sql: Text }),
  z.object({ type: z.literal('close_sql'), sql_id: z.number().int() }),
  z.object({ type: z.literal('get_autocommit') }),
])
export type Request = z.infer<typeof Request>
export type SqlRef = Pick<Stmt, 'sql' | 'sql_id'>

export const PipelineBody = z.object({ baton: z.string().nullish(), requests: z.array(Request) })
export type PipelineBody = z.infer<typeof PipelineBody>

/** What went wrong, on the wire. */
export interface WireError {
  readonly message: string
  readonly code: string
}

export interface StmtResult {
  readonly cols: readonly { readonly name: string; readonly decltype: string | null }[]
  readonly rows: readonly (readonly Value[])[]
  readonly affected_row_count: number
  readonly last_insert_rowid: string | null
}

/** By step: its result, its error, or null in both where it was not run. */
export interface BatchResult {
  readonly step_results: (StmtResult | null)[]
  readonly step_errors: (WireError | null)[]
}

export type StreamResult =
  | { readonly type: 'ok'; readonly response: { readonly type: Request['type'] } & Record<string, unknown> }
  | { readonly type: 'error'; readonly error: WireError }

export interface PipelineAnswer {
  readonly baton: string | null
  readonly base_url: null
  readonly results: readonly StreamResult[]
}
