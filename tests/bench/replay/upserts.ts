import { openPlain, openTarget, readChunks, upsert } from './plain'
import { measure, task } from './scenario'

// What a projection that follows the log event by event does: a statement for each, a thousand to a transaction.
const given = task()
const source = openPlain(given.file)
const target = await openTarget(source, `${given.folder}/upserts.db`)
await measure(async () => {
  let last = 0
  for await (const events of readChunks(source, given.hasta, 1000)) {
    await target.batch(events.map(upsert), 'write')
    last = events.at(-1)?.id ?? last
  }
  return last
})
target.close()
source.close()
