import { readFileSync } from 'node:fs'
import { openWriter, type Statement } from './prepared'
import { measure, task } from './scenario'

// The floor and the ceiling: the statements of our path, made beforehand, one batch after another, no logic.
const given = task()
const batches = JSON.parse(readFileSync(given.prepared ?? '', 'utf8')) as Statement[][]
const writer = await openWriter(given)
const per = given.group ?? 1
await measure({ commands: Math.floor(given.commands / per), per }, batches, async (list) => {
  for (const statements of list) {
    const results = await writer.run(statements)
    // Reading what was affected is what an appender must do.
    if (results.some(({ rowsAffected }) => rowsAffected === 0)) throw new Error('a guard refused')
  }
})
writer.close()
