import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describePages, pagesAtTwoSizes } from './filters'
import { sealAndVerify } from './seal'
import { writeBesideSealing } from './write'

// pnpm bench:audit [--quick] [--json] [--only sellar,escribir,filtros] [--events N]: sealing and verifying N events, what
// sealing costs those who write, and what a page of each filter costs in a short log and in one of N events.

const args = process.argv.slice(2)
const [quick, json] = [args.includes('--quick'), args.includes('--json')]
const option = (name: string) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined)
const only = option('--only')?.split(',')
const asked = Number(option('--events') ?? 0)
const events = asked > 0 ? asked : quick ? 100_000 : 1_000_000

/** What is measured, by name: the figures, and how they are told. */
const PARTS = {
  async sellar(folder: string) {
    const found = await sealAndVerify(folder, { events, seals: quick ? 100 : 1000 })
    const text = [
      `${found.eventos} eventos bajo ${found.sellos} sellos`,
      `sellar:                 ${found.sellar.toFixed(0)} eventos/s`,
      `verificar:              ${found.verificar.toFixed(0)} eventos/s (${found.segundos.toFixed(1)} s)`,
    ]
    return { found, text }
  },
  async escribir(folder: string) {
    const found = await writeBesideSealing(folder, { commands: quick ? 4000 : 20_000, rounds: quick ? 2 : 5 })
    const text = [
      `escribir:               ${found.escribir.toFixed(0)} µs de procesador por comando`,
      `escribir, sellando:     ${found.escribirSellando.toFixed(0)} µs (${(found.coste * 100).toFixed(1)} % más)`,
    ]
    return { found, text }
  },
  async filtros(folder: string) {
    const [short, long] = quick ? [10_000, 50_000] : [50_000, asked || 5_000_000]
    const found = await pagesAtTwoSizes(folder, short, long)
    return { found, text: describePages(found) }
  },
}

// On the disk: durability is part of what is measured.
const folder = await mkdtemp(join(tmpdir(), 'bitacora-bench-'))
try {
  const result: Record<string, object> = {}
  for (const [name, measure] of Object.entries(PARTS)) {
    if (only && !only.includes(name)) continue
    const { found, text } = await measure(folder)
    result[name] = found
    if (!json) console.log(`${text.join('\n')}\n`)
  }
  if (Object.keys(result).length === 0) throw new Error(`--only: ${Object.keys(PARTS).join(', ')}`)
  if (json) console.log(JSON.stringify(result, null, 2))
} finally {
  await rm(folder, { recursive: true, force: true })
}
