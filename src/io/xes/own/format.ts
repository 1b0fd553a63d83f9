/**
 * Bitácora's own extension of XES: what the standard ones don't carry of a ticket's history. A log that declares
 * `formato` is an export of ours, and is imported as the very events that it was made of.
 */
export const EXTENSION = { name: 'Bitacora', prefix: 'bitacora', uri: 'urn:bitacora:xes' } as const

/** The number that a log of this form has under `formato`. */
export const FORMATO = 1

export const CLAVES = {
  formato: 'bitacora:formato',
  /** The log's last position when it was exported. */
  posicion: 'bitacora:posicion',
  /** Of a trace: the id of its ticket's creation. */
  ticket: 'bitacora:ticket',
  /** Of an event: its id, its place in its ticket, its kind, and its payload with its version. */
  evento: 'bitacora:evento',
  version: 'bitacora:version',
  tipo: 'bitacora:tipo',
  v: 'bitacora:v',
  datos: 'bitacora:datos',
  contenido: 'bitacora:contenido',
  interno: 'bitacora:interno',
  origen: 'bitacora:origen',
  /** Accounts by their mail address, with name, role and whether they are active nested in them. */
  autor: 'bitacora:autor',
  cuentas: 'bitacora:cuentas',
  cuenta: 'bitacora:cuenta',
  nombre: 'bitacora:nombre',
  rol: 'bitacora:rol',
  activo: 'bitacora:activo',
} as const

/** What an event of an audit's export has besides: where it stands in the log, and what it belongs to. */
export const CLAVES_AUDITORIA = {
  /** Of the log: what was asked for, and what the file does not prove. */
  filtro: 'bitacora:filtro',
  aviso: 'bitacora:aviso',
  /** Of a trace: a ticket or an account, and its number. */
  sujeto: 'bitacora:sujeto',
  sujetoId: 'bitacora:sujeto_id',
  /** Of an event: who did it, in which command and chain of work, after which event, when it was recorded. */
  actor: 'bitacora:actor',
  comando: 'bitacora:comando',
  orden: 'bitacora:orden',
  correlacion: 'bitacora:correlacion',
  causa: 'bitacora:causa',
  registrado: 'bitacora:registrado',
  huella: 'bitacora:huella',
} as const
