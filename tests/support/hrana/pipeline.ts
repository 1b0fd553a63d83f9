import { holds } from './conditions'
import type { Statement } from './connection'
import { RequestRefused, toWireError } from './errors'
import type {
  Batch,
  BatchResult,
  PipelineAnswer,
  PipelineBody,
  Request,
  SqlRef,
  Stmt,
  StreamResult,
} from './protocol'
import type { Stream, Streams } from './streams'
import { toSqlite } from './values'

/**
 * Runs a pipeline's requests on its stream, in order, all of them, whatever fails.
 * @throws RequestRefused when the protocol was broken: the stream is closed, and its transaction rolled back
 */
export async function runPipeline(streams: Streams, body: PipelineBody): Promise<PipelineAnswer> {
  const stream = streams.acquire(body.baton ?? null)
  try {
    const results: StreamResult[] = []
    for (const request of body.requests) results.push(await answer(streams, stream, request))
    return { baton: streams.release(stream), base_url: null, results }
  } catch (error) {
    streams.close(stream)
    throw error
  }
}

async function answer(streams: Streams, stream: Stream, request: Request): Promise<StreamResult> {
  if (stream.state === 'closed') throw broken('The stream has been closed')
  try {
    const rest = await perform(streams, stream, request)
    return { type: 'ok', response: { type: request.type, ...rest } }
  } catch (error) {
    if (error instanceof RequestRefused) throw error
    return { type: 'error', error: toWireError(error) }
  }
}

async function perform(streams: Streams, stream: Stream, request: Request): Promise<Record<string, unknown>> {
  const { connection, sqls } = stream
  switch (request.type) {
    case 'execute':
      return { result: await connection.execute(toStatement(stream, request.stmt)) }
    case 'batch':
      return { result: await runBatch(stream, request.batch) }
    case 'sequence':
      await connection.sequence(sqlOf(stream, request))
      return {}
    case 'describe': {
      const { cols, isReadonly } = connection.describe(sqlOf(stream, request))
      return { result: { params: [], cols, is_explain: false, is_readonly: isReadonly } }
    }
    case 'store_sql':
      if (sqls.has(request.sql_id)) throw broken(`SQL ${request.sql_id} is stored already`)
      sqls.set(request.sql_id, request.sql)
      return {}
    case 'close_sql':
      sqls.delete(request.sql_id)
      return {}
    case 'get_autocommit':
      return { is_autocommit: connection.isAutocommit }
    case 'close':
      streams.close(stream)
      return {}
  }
}

async function runBatch(stream: Stream, { steps }: Batch): Promise<BatchResult> {
  const done: BatchResult = { step_results: [], step_errors: [] }
  for (const [index, { condition, stmt }] of steps.entries()) {
    done.step_results[index] = null
    done.step_errors[index] = null
    if (condition && !holds(condition, index, done, () => stream.connection.isAutocommit)) continue
    try {
      done.step_results[index] = await stream.connection.execute(toStatement(stream, stmt))
    } catch (error) {
      if (error instanceof RequestRefused) throw error
      done.step_errors[index] = toWireError(error)
    }
  }
  return done
}

function toStatement(stream: Stream, stmt: Stmt): Statement {
  return {
    sql: sqlOf(stream, stmt),
    args: stmt.args.map(toSqlite),
    named: Object.fromEntries(
      stmt.named_args.map(({ name, value }) => [name.replace(/^[:@$]/, ''), toSqlite(value)] as const),
    ),
    wantRows: stmt.want_rows,
  }
}

function sqlOf({ sqls }: Stream, { sql, sql_id }: SqlRef): string {
  const given = typeof sql === 'string'
  if (given === (typeof sql_id === 'number')) throw broken('Expected either `sql` or `sql_id`')
  const text = given ? sql : sqls.get(sql_id ?? 0)
  if (text === undefined) throw broken(`SQL ${String(sql_id)} was not found`)
  return text
}

const broken = (message: string) => new RequestRefused(400, 'HRANA_PROTO_ERROR', message)
