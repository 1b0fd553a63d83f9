import { existsSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { fillFile } from '@projections/engine/fill'
import { rebuildLive } from '@projections/engine/rebuild-live'
import { SKIP_OUTBOX } from '@projections/outbox/skip'
import { openDatabase } from '@/db/client'
import { settleDatabase } from '@/db/empty'
import { createUlids } from '@/events/ids'
import { grow } from '@/events/seals/sealer'
import { writeLog } from '../replay/log'

/** The history that the bench writes has about eleven events a ticket. */
const EVENTS_PER_TICKET = 11

/**
 * A desk with so many tickets, every projection filled; one that lies in the folder is used again.
 * @returns its file
 */
export async function makeDesk(folder: string, tickets: number): Promise<string> {
  const file = join(folder, `mesa-${tickets}.db`)
  if (existsSync(file)) return file
  const part = join(folder, `mesa-${tickets}-a-medias.db`)
  await writeLog(part, tickets * EVENTS_PER_TICKET)
  const url = `file:${part}`
  const database = await openDatabase({ url, disposable: true })
  const ulids = createUlids()
  await rebuildLive(['usuarios', 'tickets'], { database, url, now: Date.now, newId: () => ulids(Date.now()) })
  await fillFile(url, database, Date.now)
  // As a desk stands that has been used: a server that begins by sealing a million events is not what is measured.
  await database.as('admin').batch([{ statement: SKIP_OUTBOX, args: [] }])
  await grow(database.as('sealer'), Date.now)
  database.close()
  await settleDatabase(url)
  await rename(part, file)
  return file
}
