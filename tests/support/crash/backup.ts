import { writeSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { z } from 'zod'
import { pruneBackups } from '@/backup/prune'
import { restoreInto } from '@/backup/restaurar/restore'
import { startStream } from '@/backup/stream'
import { takeFull, takeIncremental } from '@/backup/take'
import { readConfig } from '@/config'
import { createRuntime } from '@/runtime'

// Makes, prunes, restores or streams backups until somebody kills this process; it names each that is done.

const { WORK, CARPETA, INTO } = z
  .object({ WORK: z.enum(['copias', 'restaurar', 'flujo']), CARPETA: z.string(), INTO: z.string() })
  .parse(process.env)
const config = readConfig()
const { db, newId } = await createRuntime(config)
const options = {
  db: db.as('admin'),
  database: config.database,
  carpeta: CARPETA,
  clave: null,
  now: Date.now,
}
const say = (word: string) => writeSync(1, `${word}\n`)

async function backUp(): Promise<void> {
  say((await takeFull(options)).manifest.id)
  for (let n = 0; n < 2; n++) say((await takeIncremental(options)).manifest.id)
  await pruneBackups(CARPETA, { diasCompletas: 0, horasIncrementales: 0 }, Date.now())
}

async function restore(): Promise<void> {
  await restoreInto({
    carpetas: [CARPETA],
    goal: { tipo: 'ultimo' },
    clave: null,
    into: INTO,
    now: Date.now,
    newId,
  })
  say('restaurada')
  await rm(INTO)
}

if (WORK === 'flujo') {
  startStream({
    ...options,
    cada: 50,
    plegarTras: 5,
    retencion: { diasCompletas: 7, horasIncrementales: 24 },
    onPiece: ({ manifest }) => say(String(manifest.hasta.posicion)),
    onError: (what, error) => writeSync(2, `${what}: ${String(error)}\n`),
  })
  setInterval(() => undefined, 1000)
} else for (;;) await (WORK === 'copias' ? backUp() : restore())
