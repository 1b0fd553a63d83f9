import { writeSync } from 'node:fs'
import { startHranaServer } from '../../support/hrana/server'
import { task } from './scenario'

// The database of the remote contestants: a process of its own, so that its work is not ours.
const { file, authToken = '', latency } = task()
const { url } = await startHranaServer({ file, authToken, latency })
writeSync(1, `${JSON.stringify({ url })}\n`)
