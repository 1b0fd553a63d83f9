import { COLUMNS, changes, openPlain, openTarget, type PlainEvent, type PlainRow, readChunks } from './plain'
import { measure, task } from './scenario'

// The raw limit: chunks read by the same client, folded by plain code, the rows written by `json_each`; no check.
const READ = 1000
const WRITTEN = 1000
const INSERT = `INSERT INTO tickets (${COLUMNS.join(', ')})
  SELECT ${COLUMNS.map((_, index) => `e.value ->> ${index}`).join(', ')} FROM json_each(?1) e`

const given = task()
const source = openPlain(given.file)
const target = await openTarget(source, `${given.folder}/limite.db`)
await measure(async () => {
  const rows = new Map<number, PlainRow>()
  let last = 0
  for await (const events of readChunks(source, Number.MAX_SAFE_INTEGER, READ)) {
    for (const event of events) fold(rows, event)
    last = events.at(-1)?.id ?? last
  }
  let part: unknown[] = []
  const flush = async () => {
    await target.batch([{ sql: INSERT, args: [JSON.stringify(part)] }], 'write')
    await new Promise((resolve) => setImmediate(resolve))
    part = []
  }
  for (const row of rows.values()) {
    part.push(COLUMNS.map((column) => row[column]))
    if (part.length === WRITTEN) await flush()
  }
  await flush()
  return last
})
target.close()
source.close()

function fold(rows: Map<number, PlainRow>, event: PlainEvent): void {
  const change = changes(event)
  const row = rows.get(event.ticket_id)
  if (row) Object.assign(row, change)
  else rows.set(event.ticket_id, change as PlainRow)
}
