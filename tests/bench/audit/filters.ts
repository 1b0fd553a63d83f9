import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AuditCursor, AuditFilter } from '@projections/auditoria/filter'
import { searchAuditQuery } from '@projections/auditoria/search'
import type { z } from 'zod'
import { type Connection, openDatabase } from '@/db/client'
import { fillLog, ID } from './log'
import { median } from './system'

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

async function pageCost(db: Connection, filter: AuditFilter, cursor: AuditCursor | null): Promise<number> {
  const took: number[] = []
  for (let run = 0; run < RUNS; run++) {
    const began = performance.now()
    await searchAuditQuery(db, AUDITOR, filter, { cursor })
    took.push(performance.now() - began)
  }
  return median(took)
}

/** A page from the middle of what there is. */
function deep(filter: AuditFilter, events: number): AuditCursor {
  const dated = filter.tiempo === 'negocio' && filter.desde !== null
  const fecha = dated ? new Date(Date.UTC(2020, 0, 1) + Math.round(events / 2) * 60_000).toISOString() : null
  return AuditCursor.parse({ posicion: Math.round(events / 2), fecha })
}

async function measure(folder: string, events: number): Promise<Map<string, [number, number]>> {
  const file = join(folder, `filtros-${events}.db`)
  const url = `file:${file}`
  await fillLog(url, events)
  const database = await openDatabase({ url, authToken: undefined })
  const db = database.as('api_server')
  const found = new Map<string, [number, number]>()
  for (const [name, given] of Object.entries(filtersOf(events))) {
    const filter = AuditFilter.parse(given)
    found.set(name, [await pageCost(db, filter, null), await pageCost(db, filter, deep(filter, events))])
  }
  database.close()
  await rm(file, { force: true })
  return found
}

/** What a page of each filter costs, first and from the middle of what there is, in a short log and in a long one. */
export async function pagesAtTwoSizes(folder: string, corto: number, largo: number) {
  const few = await measure(folder, corto)
  const many = await measure(folder, largo)
  const paginas = [...few].map(([filtro, [primera, honda]]) => {
    const [primeraLargo = 0, hondaLargo = 0] = many.get(filtro) ?? []
    const razones = [primeraLargo / primera, hondaLargo / honda] as const
    return { filtro, primera, honda, primeraLargo, hondaLargo, razones }
  })
  return { corto, largo, paginas }
}

/** The figures as a table: median milliseconds, and how much dearer the long log is. */
export function describePages({
  corto,
  largo,
  paginas,
}: Awaited<ReturnType<typeof pagesAtTwoSizes>>): string[] {
  const ms = (value: number) => value.toFixed(2).padStart(9)
  return [
    `ms por página (mediana), primera y honda con ${corto} eventos, con ${largo}, y la razón`,
    ...paginas.map(({ filtro, primera, honda, primeraLargo, hondaLargo, razones }) =>
      [
        filtro.padEnd(18),
        ...[primera, honda, primeraLargo, hondaLargo].map(ms),
        '  ',
        ...razones.map((one) => ` ${one.toFixed(2)}`),
      ].join(''),
    ),
  ]
}
