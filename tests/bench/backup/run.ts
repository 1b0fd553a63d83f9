import { existsSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fillFile } from '@projections/engine/fill'
import { rebuildLive } from '@projections/engine/rebuild-live'
import { INLINE, PROJECTION_NAMES } from '@projections/registry'
import { type RestoreProgress, restoreInto } from '@/backup/restaurar/restore'
import { openDatabase } from '@/db/client'
import { settleDatabase } from '@/db/empty'
import { createUlids } from '@/events/ids'
import { writeLog } from '../replay/log'
import { measureCommands, measureLoss } from './beside'
import { measureFull } from './full'

// pnpm bench:backup [--quick] [--json] [--events N] [--folder PATH]: a full backup beside copying and compressing by hand,
// commands beside a backup, a restore with all its checks, and what a killed stream loses. What lies in PATH is used again.

const args = process.argv.slice(2)
const [quick, json] = [args.includes('--quick'), args.includes('--json')]
const option = (name: string) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined)
const events = Number(option('--events') ?? (quick ? 20_000 : 1_000_000))
const rounds = quick ? 2 : 3
const kept = option('--folder')
const say = (text: string): void => {
  if (!json) console.log(text)
}

const ulids = createUlids()
const newId = () => ulids(Date.now())

/** A log of so many events with all its projections: commands decide on rows. */
async function prepare(file: string, length: number): Promise<void> {
  if (existsSync(file)) return
  await writeLog(`${file}.parcial`, length)
  const url = `file:${file}.parcial`
  const database = await openDatabase({ url, disposable: true })
  const inline = INLINE.map(({ nombre }) => nombre)
  await rebuildLive(inline, { database, url, now: Date.now, newId })
  await fillFile(url, database, Date.now)
  database.close()
  await settleDatabase(url)
  await copyFile(`${file}.parcial`, file)
  await rm(`${file}.parcial`)
}

async function measureRestore(carpeta: string, into: string) {
  const fases: Record<string, number> = {}
  let last: { fase: string; at: number } | null = null
  const note = (fase: string): void => {
    const now = performance.now()
    if (last) fases[last.fase] = (fases[last.fase] ?? 0) + (now - last.at) / 1000
    last = { fase, at: now }
  }
  const began = performance.now()
  const report = await restoreInto({
    ...{ carpetas: [carpeta], goal: { tipo: 'ultimo' }, clave: null, into, now: Date.now, newId },
    onProgress: ({ fase }: RestoreProgress) => note(fase),
  })
  note('fin')
  await rm(into)
  return { segundos: (performance.now() - began) / 1000, eventos: report.auditoria.eventos, fases }
}

const folder = kept ?? (await mkdtemp(join(tmpdir(), 'bitacora-bench-')))
try {
  const [file, carpeta] = [join(folder, `lleno-${events}.db`), join(folder, 'copias')]
  await mkdir(carpeta, { recursive: true })
  await prepare(file, events)
  say(`${events} eventos, ${PROJECTION_NAMES.length} proyecciones`)
  const completa = await measureFull(file, carpeta, rounds)
  say(
    `completa:   ${completa.copia.toFixed(1)} s (${completa.megabytes.toFixed(0)} MB); copiar y comprimir ${completa.copiarYComprimir.toFixed(1)} s; razón ${completa.razon.toFixed(2)}`,
  )
  const restauracion = await measureRestore(carpeta, join(folder, 'restaurada.db'))
  const parts = Object.entries(restauracion.fases).map(([fase, one]) => `${fase} ${one.toFixed(1)}`)
  say(`restaurar:  ${restauracion.segundos.toFixed(1)} s (${parts.join(', ')})`)
  const live = join(folder, 'viva.db')
  await copyFile(file, live)
  const comandos = await measureCommands(
    `file:${live}`,
    join(folder, 'copias-vivas'),
    quick ? 3000 : 8000,
    rounds,
  )
  say(
    `comandos/s: ${comandos.sola.toFixed(0)} solos, ${comandos.conCopia.toFixed(0)} con una copia en marcha; razón ${comandos.razon.toFixed(2)}`,
  )
  const small = join(folder, 'chica.db')
  await prepare(small, 2000)
  const perdida = await measureLoss(`file:${small}`, join(folder, 'flujo'), quick ? 2 : 5)
  say(`pérdida:    ${perdida.maximo.toFixed(2)} s como mucho en ${perdida.vueltas} muertes`)
  if (json) console.log(JSON.stringify({ events, completa, restauracion, comandos, perdida }, null, 2))
} finally {
  if (!kept) await rm(folder, { recursive: true, force: true })
}
