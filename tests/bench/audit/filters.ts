import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AuditCursor, AuditFilter } from '@projections/auditoria/filter'
import { searchAuditQuery } from '@projections/auditoria/search'
import type { z } from 'zod'
import { type Connection, openDatabase } from '@/db/client'
import { fillLog, ID } from './log'

// What a page of each filter costs, first and deep, in a short log and in a long one:
//   tsx tests/bench/audit/filters.ts [short] [long], 50,000 and 500,000 unless said otherwise.
const AUDITOR = { id: 1, rol: 'auditor' } as const
const RUNS = 40

type Filter = z.input<typeof AuditFilter>

/** Each filter alone, and some that look through more than they show. */
function filtersOf(events: number): Readonly<Record<string, Filter>> {
  const at = (part: number) =>
    new Date(Date.UTC(2020, 0, 1) + Math.round(events * part) * 60_000).toISOString()
  return {
    'sin filtro': {},
    actor: { actor: 7 },
    ticket: { ticket: 5 },
    cuenta: { cuenta: 3 },
    tipo: { tipo: 'cambio_prioridad' },
    'nota interna': { interno: true },
    'sin notas': { interno: false },
    'texto frecuente': { texto: 'impresora' },
    'texto raro': { texto: 'palabra5' },
    ocurrido: { desde: at(0.4), hasta: at(0.6) },
    registrado: { tiempo: 'registro', desde: at(0.4), hasta: at(0.6) },
    orden: { comando: ID(17) },
    cadena: { correlacion: ID(17) },
    'actor y tipo': { actor: 7, tipo: 'cierre' },
    'actor y ocurrido': { actor: 7, desde: at(0.4), hasta: at(0.6) },
    'lo que no hay': { actor: 7, tipo: 'cambio_prioridad', interno: true },
  }
}

async function median(db: Connection, filter: AuditFilter, cursor: AuditCursor | null): Promise<number> {
  const took: number[] = []
  for (let run = 0; run < RUNS; run++) {
    const began = performance.now()
    await searchAuditQuery(db, AUDITOR, filter, { cursor })
    took.push(performance.now() - began)
  }
  return took.toSorted((a, b) => a - b)[RUNS >> 1] ?? 0
}

/** A page from the middle of what there is. */
function deep(filter: AuditFilter, events: number): AuditCursor {
  const dated = filter.tiempo === 'negocio' && filter.desde !== null
  const fecha = dated ? new Date(Date.UTC(2020, 0, 1) + Math.round(events / 2) * 60_000).toISOString() : null
  return AuditCursor.parse({ posicion: Math.round(events / 2), fecha })
}

async function measure(events: number): Promise<Map<string, [number, number]>> {
  const folder = await mkdtemp(join(tmpdir(), 'bitacora-banco-'))
  const url = `file:${join(folder, 'banco.db')}`
  await fillLog(url, events)
  const database = await openDatabase({ url, authToken: undefined })
  const db = database.as('api_server')
  const found = new Map<string, [number, number]>()
  for (const [name, given] of Object.entries(filtersOf(events))) {
    const filter = AuditFilter.parse(given)
    found.set(name, [await median(db, filter, null), await median(db, filter, deep(filter, events))])
  }
  database.close()
  await rm(folder, { recursive: true, force: true })
  return found
}

const [short = 50_000, long = 500_000] = process.argv.slice(2).map(Number)
const [few, many] = [await measure(short), await measure(long)]
const ms = (value: number) => value.toFixed(2).padStart(9)
process.stdout.write(`median ms a page; first and deep at ${short}, at ${long}, and their ratio\n`)
for (const [name, [first, later]] of few) {
  const [longFirst, longLater] = many.get(name) ?? [0, 0]
  const ratio = `${(longFirst / first).toFixed(2)} ${(longLater / later).toFixed(2)}`
  process.stdout.write(
    `${name.padEnd(18)}${ms(first)}${ms(later)}${ms(longFirst)}${ms(longLater)}   ${ratio}\n`,
  )
}
