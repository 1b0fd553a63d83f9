import superjson from 'superjson'
import { z } from 'zod'
import { Origen, TicketEvent } from '@/domain/ticket/events'
import { Email, Id, Instante, Nombre, Rol, Ulid } from '@/domain/values'
import { upcast } from '@/events/upcasters'
import type { SourceEntry } from '../../history-recorder'
import type { NewAccount } from '../../recorder'
import { stableUlid } from '../../stable-id'
import { type Attribute, textOf } from '../attributes'
import type { Suceso } from '../items'
import { CLAVES } from './format'
import { accountsNamed, renameAccounts } from './payload'
import { hasFitTexts, isPlainJson } from './texts'

/** An event of an export: what it was, with its accounts by their mail addresses. */
export interface OwnEntry extends SourceEntry {
  readonly autor: string
  readonly cuentas: ReadonlyMap<string, NewAccount>
  /** The event, with the ids that its accounts have here. */
  build(idOf: (email: string) => number): TicketEvent
}

/** A field of ours that is missing or says something that it can't. */
export interface OwnProblem {
  readonly tipo: 'propio'
  readonly clave: string
}

export type ReadOwn =
  | { readonly ok: true; readonly entry: OwnEntry }
  | { readonly ok: false; readonly problema: OwnProblem }

const Account = z.object({
  email: Email,
  nombre: Nombre,
  rol: Rol,
  activo: z.enum(['true', 'false']).transform((text) => text === 'true'),
})
const json = (parse: (text: string) => unknown, fits: (text: string) => boolean = () => true) =>
  z
    .string()
    .refine(fits, { abort: true })
    .transform((text, ctx): unknown => {
      try {
        return parse(text)
      } catch {
        ctx.addIssue({ code: 'custom' })
        return z.NEVER
      }
    })
const number = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number)

/** The fields of an event, in the order in which what is wrong is told. */
const Fields = z.object({
  ticket: Ulid,
  evento: Ulid,
  version: number,
  tipo: z.string(),
  v: number,
  datos: json((text) => JSON.parse(text)),
  contenido: z.string().nullable(),
  origen: json((text) => superjson.parse(text), isPlainJson)
    .pipe(Origen)
    .nullable(),
  fecha: Instante,
  autor: Account,
  cuentas: z.array(Account),
})

/** The command that records an event of an export: made of the event's own id. */
export function commandId(eventoId: string): string {
  return stableUlid('bitacora', 'evento', eventoId)
}

/** Reads an event of an export. Not ok: the first field that can't be read. */
export function readOwn({ atributos, traza }: Suceso): ReadOwn {
  const value = (clave: string) => textOf(atributos, clave)
  const parsed = Fields.safeParse({
    ticket: textOf(traza.atributos, CLAVES.ticket),
    evento: value(CLAVES.evento),
    version: value(CLAVES.version),
    tipo: value(CLAVES.tipo),
    v: value(CLAVES.v),
    datos: value(CLAVES.datos),
    contenido: value(CLAVES.contenido),
    origen: value(CLAVES.origen),
    fecha: value('time:timestamp'),
    autor: account(atributos.findLast(({ clave }) => clave === CLAVES.autor)),
    cuentas: atributos
      .filter(({ clave }) => clave === CLAVES.cuentas)
      .flatMap(({ hijos }) => hijos.map(account)),
  })
  if (!parsed.success) return wrong(String(parsed.error.issues[0]?.path[0]))
  const { data } = parsed
  const cuentas = new Map([...data.cuentas, data.autor].map((cuenta) => [cuenta.email, cuenta]))
  const named = accountsNamed(data.tipo, data.datos)
  if (!named.every((email) => typeof email === 'string' && cuentas.has(email))) return wrong('cuentas')
  const build = (idOf: (email: string) => number) => toEvent(data, idOf)
  const sample = attempt(() => build(() => 1))
  if (sample === null || !hasFitTexts(sample)) return wrong('datos')
  const entry: OwnEntry = {
    id: commandId(data.evento),
    caso: data.ticket,
    lugar: data.fecha,
    autor: data.autor.email,
    cuentas,
    build,
  }
  return { ok: true, entry }
}

function toEvent(data: z.infer<typeof Fields>, idOf: (email: string) => number): TicketEvent {
  const { v, fecha, origen, autor, contenido } = data
  const content: unknown =
    contenido === null || data.tipo === 'comentario' ? contenido : JSON.parse(contenido)
  const lifted = upcast({ tipo: data.tipo, v, datos: data.datos, contenido: content })
  const { tipo } = lifted
  const datos = renameAccounts(tipo, lifted.datos, (email) => idOf(String(email)))
  const usuarioId = Id.parse(idOf(autor.email))
  const rest = origen === null ? {} : { origen }
  return TicketEvent.parse({ tipo, datos, contenido: lifted.contenido, fecha, usuarioId, ...rest })
}

function account(atributo: Attribute | undefined): unknown {
  if (!atributo) return null
  const nested = (clave: string) => textOf(atributo.hijos, clave)
  return {
    email: atributo.valor,
    nombre: nested(CLAVES.nombre),
    rol: nested(CLAVES.rol),
    activo: nested(CLAVES.activo),
  }
}

function attempt<T>(work: () => T): T | null {
  try {
    return work()
  } catch {
    return null
  }
}

function wrong(field: string): ReadOwn {
  const clave = Object.entries(CLAVES).find(([name]) => name === field)?.[1] ?? 'time:timestamp'
  return { ok: false, problema: { tipo: 'propio', clave } }
}
