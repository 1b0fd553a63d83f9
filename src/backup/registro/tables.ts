import { z } from 'zod'
import { fromJson as at, insertJsonRows, JSON_ROWS } from '@/db/json-rows'
import { defineQuery, defineWrite, type Query, type Write } from '@/db/queries'
import { StoredEvent } from '@/events/stored'

/** Since when a backup takes what is in no event. */
export interface Since {
  readonly posicion: number
  /** The last backup's moment, with some time to spare. */
  readonly fecha: string
  /** The size of the last seal that a backup holds already. */
  readonly tamano: number
}

/** A table beside the log, and which of its rows an incremental backup takes. */
export interface SideTable {
  readonly tabla: string
  readonly columnas: readonly string[]
  /** Its key: the first of the columns. */
  readonly clave: number
  /** True where the continuous stream takes it too: what can't be had again. */
  readonly continua: boolean
  readonly leer: Query<{ readonly fila: string }>
  readonly escribir: Write
  /** Who may write it. */
  readonly rol: 'admin' | 'sealer'
  /** What takes away the rows that are in the base and not in the backup; null where all stay. */
  readonly vaciar: Write | null
}

const Fila = z.object({ fila: z.string() })
const since = (name: keyof Since) => `?1 ->> '${name}'`
export const PAGE = 500

/** Every column of the log, the salts too: what is copied proves the same as the original. */
export const EVENT_COLUMNS: readonly string[] = [...Object.keys(StoredEvent.shape), 'sal', 'huella']

export const READ_EVENTS = defineQuery({
  name: 'respaldo.eventos',
  roles: ['admin'],
  sql: `SELECT json_array(${EVENT_COLUMNS.join(', ')}) AS fila FROM interacciones
    WHERE id > :desde AND id <= :hasta ORDER BY id LIMIT ${PAGE}`,
  row: Fila,
})

interface Shape {
  readonly tabla: string
  readonly columnas: readonly string[]
  readonly clave: number
  readonly donde: string
  readonly continua?: boolean
  readonly rol?: 'admin' | 'sealer'
  readonly escribir?: string
  readonly vaciar?: string
}

function sideTable({
  tabla,
  columnas,
  clave,
  donde,
  continua = false,
  rol = 'admin',
  escribir,
  vaciar,
}: Shape): SideTable {
  const keys = columnas.slice(0, clave)
  const after = keys.map((_, index) => `?1 ->> '$.tras[${index}]'`)
  // One that is there already is as good, or newer than the backup.
  const insert = insertJsonRows(tabla, columnas, 'DO NOTHING')
  const write = (verb: string, sql: string) =>
    defineWrite({ name: `reparar.${tabla}.${verb}`, roles: [rol], sql })
  return {
    tabla,
    columnas,
    clave,
    continua,
    rol,
    leer: defineQuery({
      name: `respaldo.${tabla}`,
      roles: ['admin'],
      sql: `SELECT json_array(${columnas.join(', ')}) AS fila FROM ${tabla} t
        WHERE (${donde}) AND (?1 ->> 'tras' IS NULL OR (${keys.join(', ')}) > (${after.join(', ')}))
        ORDER BY ${keys.join(', ')} LIMIT ${PAGE}`,
      row: Fila,
    }),
    escribir: write('restaurar', escribir ?? insert),
    vaciar: vaciar === undefined ? null : write('vaciar', vaciar),
  }
}

const HASHES = `${JSON_ROWS} UPDATE usuarios SET password_hash = ${at(1)} FROM e WHERE usuarios.id = ${at(0)}`
const DRAFTS = insertJsonRows(
  'borradores',
  ['usuario_id', 'ticket_id', 'clase', 'texto', 'fecha'],
  `(usuario_id, ticket_id, clase) DO UPDATE SET texto = excluded.texto, fecha = excluded.fecha
    WHERE excluded.fecha > borradores.fecha`,
)
const FILTERS = insertJsonRows(
  'filtros_guardados',
  ['usuario_id', 'nombre', 'consulta', 'fecha'],
  '(usuario_id, nombre) DO UPDATE SET consulta = excluded.consulta, fecha = excluded.fecha',
)
const TOKEN_COLUMNS = [
  ...['id', 'usuario_id', 'huella', 'evento_id', 'clase', 'nombre', 'alcances', 'fecha_creacion'],
  ...['fecha_expiracion', 'fecha_revocacion', 'ultimo_uso', 'direccion'],
]
const WEBHOOK_COLUMNS = ['id', 'usuario_id', 'url', 'filtro', 'notas', 'activo', 'fecha_creacion']

// A token that was made again has another secret: the one before must not let anybody in.
const TOKENS = insertJsonRows(
  'tokens_api',
  TOKEN_COLUMNS,
  `(id) DO UPDATE SET huella = excluded.huella,
    fecha_revocacion = coalesce(tokens_api.fecha_revocacion, excluded.fecha_revocacion)`,
)

const TASK_COLUMNS = [
  'id',
  'tipo',
  'v',
  'datos',
  'prioridad',
  'intentos',
  'vence',
  'evento_id',
  'historial',
  'fecha_creacion',
]

/**
 * What a backup takes beside the log, in the order in which it is put back. Sessions and access links are left out on
 * purpose: what was ended since must not be open again.
 */
export const SIDE_TABLES: readonly SideTable[] = [
  sideTable({
    tabla: 'usuarios',
    columnas: ['id', 'password_hash'],
    clave: 1,
    // Whoever's password changed has an event that says so.
    donde: `id IN (SELECT cuenta_id FROM interacciones WHERE id > ${since('posicion')} AND cuenta_id IS NOT NULL)`,
    continua: true,
    escribir: HASHES,
  }),
  sideTable({
    tabla: 'tokens_api',
    columnas: TOKEN_COLUMNS,
    clave: 1,
    donde: `fecha_creacion > ${since('fecha')} OR fecha_revocacion > ${since('fecha')}`,
    continua: true,
    escribir: TOKENS,
  }),
  sideTable({
    tabla: 'webhooks',
    columnas: WEBHOOK_COLUMNS,
    clave: 1,
    donde: `fecha_creacion > ${since('fecha')}`,
    continua: true,
  }),
  sideTable({
    tabla: 'sellos_claves',
    columnas: ['orden', 'clave_id', 'publica', 'fecha', 'anterior', 'firma'],
    clave: 1,
    donde: 'true',
    continua: true,
    rol: 'sealer',
  }),
  sideTable({
    tabla: 'sellos',
    columnas: ['tamano', 'raiz', 'fecha', 'posicion', 'clave_id', 'firma'],
    clave: 1,
    // The newest one too, whoever has it already: it speaks for all before it.
    donde: `tamano > ${since('tamano')} OR tamano = (SELECT max(tamano) FROM sellos)`,
    continua: true,
    rol: 'sealer',
  }),
  sideTable({
    tabla: 'borradores',
    columnas: ['usuario_id', 'ticket_id', 'clase', 'texto', 'fecha'],
    clave: 3,
    donde: `fecha > ${since('fecha')}`,
    escribir: DRAFTS,
  }),
  sideTable({
    tabla: 'filtros_guardados',
    columnas: ['usuario_id', 'nombre', 'consulta', 'fecha'],
    clave: 2,
    donde: `fecha > ${since('fecha')}`,
    escribir: FILTERS,
  }),
  sideTable({
    tabla: 'notificaciones',
    columnas: ['usuario_id', 'evento_id', 'ticket_id', 'tipo', 'posicion', 'es_interno', 'fecha', 'leida'],
    clave: 2,
    donde: `posicion > ${since('posicion')}`,
  }),
  sideTable({
    tabla: 'tareas',
    columnas: TASK_COLUMNS,
    clave: 1,
    donde: "estado = 'pendiente'",
    vaciar: "DELETE FROM tareas WHERE estado = 'pendiente'",
  }),
]
