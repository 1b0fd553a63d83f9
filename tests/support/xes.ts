import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { createClient } from '@libsql/client'
import { z } from 'zod'
import { exportXes } from '@/io/xes/export/export'
import type { Selection } from '@/io/xes/export/select'
import { importXes, type XesProblem, type XesReport } from '@/io/xes/import'
import { type Mapping, readMapping } from '@/io/xes/mapping'
import { openTestSystem, type TestSystem } from './system'

/** The real log, which lies beside the project where there is one. */
export const HELPDESK = '../shared/data/helpdesk.xes.gz'

/** A log of another domain, written by hand, and its mapping. */
export const AVERIAS = { log: 'tests/fixtures/xes/averias.xes', mapa: 'tests/fixtures/xes/averias.json' }

export interface ImportHow {
  readonly mapping?: Mapping | null
  readonly dryRun?: boolean
}

/** A system to import logs into, and what became of them. */
export interface XesDesk {
  readonly system: TestSystem
  readonly problems: (XesProblem & { readonly linea: number })[]
  importFile(path: string, how?: ImportHow): Promise<XesReport>
  /** Imports text or bytes as a file of their own. */
  importText(content: string | Buffer, how?: ImportHow): Promise<XesReport>
  /** @param meanwhile what happens once the export has begun */
  exportText(
    selection?: Partial<Selection>,
    sinInternos?: boolean,
    meanwhile?: () => Promise<void>,
  ): Promise<string>
}

/** Reads a mapping that must be right. */
export async function mappingOf(path: string): Promise<Mapping> {
  const parsed = readMapping(await readFile(path, 'utf8'))
  if (!parsed.ok) throw new Error(parsed.errores.join('\n'))
  return parsed.mapping
}

const EVERYTHING: Selection = {
  ids: [],
  estado: null,
  prioridad: null,
  asignado: null,
  solicitante: null,
  desde: null,
  hasta: null,
  texto: null,
}

/** Opens an empty desk, or one over a system that is there. */
export async function openXesDesk(given?: TestSystem): Promise<XesDesk> {
  const system = given ?? (await openTestSystem())
  const { bus, db } = system.runtime
  const problems: XesDesk['problems'] = []
  const desk: XesDesk = {
    system,
    problems,
    importFile: (path, { mapping = null, dryRun = false } = {}) =>
      importXes(path, {
        bus,
        db: db.as('admin'),
        dryRun,
        mapping,
        onProblem: (linea, problem) => void problems.push({ ...problem, linea }),
        onProgress: () => undefined,
      }),
    async importText(content, how) {
      const path = join(dirname(system.file), 'registro.xes')
      await writeFile(path, content)
      return await desk.importFile(path, how)
    },
    async exportText(selection = {}, sinInternos = false, meanwhile) {
      const options = { db: db.as('admin'), sinInternos, onProgress: () => undefined }
      let text = ''
      for await (const part of exportXes({ ...options, selection: { ...EVERYTHING, ...selection } })) {
        if (text === '') await meanwhile?.()
        text += part
      }
      return text
    },
  }
  return desk
}

/** A log of the help desk's form: cases of events as `activity @time by resource`, one element to a line. */
export function helpdeskLog(cases: Readonly<Record<string, readonly string[]>>): string {
  const traces = Object.entries(cases).map(([name, events]) =>
    [
      `<trace>`,
      `<string key="concept:name" value="${name}"/>`,
      ...events.map(helpdeskEvent),
      '</trace>',
    ].join('\n'),
  )
  return ['<log xes.version="1849-2016">', ...traces, '</log>'].join('\n')
}

/** One event on one line: `Wait @2020-01-01T10:00:00Z by Value 1`, with what follows after `; ` as it stands. */
export function helpdeskEvent(event: string): string {
  const [, name, time, resource, rest] = /^(.*?) @(\S*)(?: by (.*?))?(?:; (.*))?$/.exec(event) ?? []
  return [
    `<event><string key="concept:name" value="${name ?? ''}"/>`,
    ...(time ? [`<date key="time:timestamp" value="${time}"/>`] : []),
    ...(resource ? [`<string key="org:resource" value="${resource}"/>`] : []),
    rest ?? '',
    '</event>',
  ].join('')
}

export function gzipped(text: string): Buffer {
  return gzipSync(text)
}

const Row = z.object({
  ticket_id: z.number(),
  evento_id: z.string(),
  comando_id: z.string(),
  ticket_comando: z.string(),
  tipo: z.string(),
  contenido: z.string().nullable(),
  metadata: z.string(),
  es_interno: z.number(),
  fecha_creacion: z.string(),
  autor: z.string(),
})
const Mail = z.object({ id: z.number(), email: z.string() })
const Account = z.object({ email: z.string(), nombre: z.string(), rol: z.string(), activo: z.number() })
const Metadata = z.object({ json: z.unknown() })
const Named = z.union([z.string(), z.number(), z.null()]).optional()
const Change = z.looseObject({ de: Named, a: Named, motivo: Named })
const Datos = z.looseObject({ v: z.number(), datos: z.looseObject({}), origen: z.unknown().optional() })

/** An event without what is the log's own: positions, ids, versions of the whole. Accounts by their mail. */
export interface HistoryEvent {
  readonly tipo: string
  readonly v: number
  readonly datos: unknown
  readonly contenido: string | null
  readonly origen: unknown
  readonly interno: number
  readonly fecha: string
  readonly autor: string
}

export interface History {
  readonly ticketId: number
  /** The id of the creation, and the command that made the ticket. */
  readonly creacion: string
  readonly comando: string
  readonly eventos: readonly HistoryEvent[]
}

/** Every ticket's history, by raw SQL: what the round trip is judged by knows neither exporter nor importer. */
export async function readHistories(system: TestSystem): Promise<History[]> {
  const raw = createClient({ url: `file:${system.file}` })
  const mails = await raw.execute('SELECT id, email FROM usuarios')
  const { rows } = await raw.execute(`SELECT i.*, u.email AS autor, t.comando_id AS ticket_comando
    FROM interacciones i JOIN usuarios u ON u.id = i.usuario_id JOIN tickets t ON t.id = i.ticket_id
    ORDER BY i.ticket_id, i.version`)
  raw.close()
  const mail = new Map(mails.rows.map((row) => Mail.parse(row)).map(({ id, email }) => [id, email]))
  const histories = new Map<number, { head: Omit<History, 'eventos'>; eventos: HistoryEvent[] }>()
  for (const row of rows.map((each) => Row.parse(each))) {
    const { v, datos, origen } = Datos.parse(Metadata.parse(JSON.parse(row.metadata)).json)
    const named = row.tipo === 'creacion' ? ['solicitanteId'] : row.tipo === 'asignacion' ? ['de', 'a'] : []
    const renamed = Object.entries(datos).map(([key, value]) => [
      key,
      named.includes(key) && typeof value === 'number' ? mail.get(value) : value,
    ])
    const head = { ticketId: row.ticket_id, creacion: row.evento_id, comando: row.ticket_comando }
    const history = histories.get(row.ticket_id) ?? { head, eventos: [] }
    histories.set(row.ticket_id, history)
    history.eventos.push({
      tipo: row.tipo,
      v,
      datos: Object.fromEntries(renamed),
      contenido: row.contenido,
      origen,
      interno: row.es_interno,
      fecha: row.fecha_creacion,
      autor: row.autor,
    })
  }
  return [...histories.values()].map(({ head, eventos }) => ({ ...head, eventos }))
}

/** The accounts that can be told apart from outside, by mail. */
export async function readAccounts(system: TestSystem): Promise<Record<string, unknown>> {
  const raw = createClient({ url: `file:${system.file}` })
  const { rows } = await raw.execute('SELECT email, nombre, rol, activo FROM usuarios')
  raw.close()
  return Object.fromEntries(rows.map((row) => Account.parse(row)).map(({ email, ...rest }) => [email, rest]))
}

/** A history as `kind from → to, by whom, when`. */
export function tell({ eventos }: Pick<History, 'eventos'>): string[] {
  return eventos.map(({ tipo, datos, contenido, interno, fecha, autor }) => {
    const { de, a, motivo } = Change.parse(datos)
    const change =
      tipo === 'cierre' ? ` ${String(motivo)}` : a === undefined ? '' : ` ${String(de)} → ${String(a)}`
    const said = tipo === 'comentario' ? ` ${interno === 1 ? '[interno] ' : ''}«${contenido ?? ''}»` : ''
    return `${tipo}${change}${said}, ${autor.replace('@xes.invalid', '')}, ${fecha}`
  })
}
