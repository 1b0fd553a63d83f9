import { z } from 'zod'
import type { Connection } from './client'
import { defineQuery } from './queries'

const PING = defineQuery({
  name: 'salud.base',
  roles: ['api_server'],
  sql: 'SELECT 1 AS vivo',
  row: z.object({ vivo: z.number() }),
})

/** True when the database answers within `patience` milliseconds. */
export async function databaseAnswers(db: Connection, patience: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, patience, false)
  })
  const answer = db.first(PING).then(
    (row) => row !== null,
    () => false,
  )
  return await Promise.race([answer, tooLate]).finally(() => clearTimeout(timer))
}
