import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import { CUENTA_SISTEMA, type Rol } from '@/domain/values'
import type { Viewer } from '@/domain/viewer'
import { searchExpression } from '../busqueda/expression'
import { selectRow } from '../engine/entity'
import { seesCuentas } from './list'
import { CuentaRow, USUARIOS } from './row'

export interface CuentaPage {
  readonly cuentas: readonly CuentaRow[]
  /** The last id of this page, where there is a next one. */
  readonly siguiente: number | null
}

/** What the list of accounts is narrowed down by; null and empty are no filter. */
export interface CuentaFilter {
  /** Beginnings of words of the name or the address, accents and case aside. */
  readonly texto?: string
  readonly rol?: Rol | null
  readonly activo?: boolean | null
  /** The id after which the page begins. */
  readonly desde?: number
}

const PAGE_SIZE = 50

const page = (name: string, from: string, where: string) =>
  defineQuery({
    name: `usuarios.lista.${name}`,
    roles: ['api_server', 'admin'],
    sql: `SELECT ${selectRow(USUARIOS, 'u')} FROM ${from}
      WHERE u.id > :desde AND u.id <> ${CUENTA_SISTEMA} AND ${where} ORDER BY u.id LIMIT :limite`,
    row: CuentaRow,
  })

// Each way in is named: the + keeps a condition from being one. What is few is looked up, the rest is asked row by row.
const ROL = `(:rol = '' OR +u.rol = :rol)`
const ACTIVO = `(:activo = -1 OR +u.activo = :activo)`
const ALL = page('toda', 'usuarios u', `:rol = '' AND ${ACTIVO}`)
const OF_ROLE = page('rol', 'usuarios u', `u.rol = :rol AND ${ACTIVO}`)
const INACTIVE = page('inactivas', 'usuarios u', `u.activo = :activo AND ${ROL}`)

const FOUND = defineQuery({
  name: 'usuarios.lista.texto',
  roles: ['api_server', 'admin'],
  sql: `SELECT ${selectRow(USUARIOS, 'u')} FROM busqueda_cuentas b CROSS JOIN usuarios u ON u.id = b.rowid
    WHERE busqueda_cuentas MATCH :expresion AND b.rowid > :desde AND u.id <> ${CUENTA_SISTEMA} AND ${ROL} AND ${ACTIVO}
    ORDER BY b.rowid LIMIT :limite`,
  row: CuentaRow,
})

/** One page of the accounts, in order of id; none for anybody but admins and auditors. */
export async function listCuentasQuery(
  db: Connection,
  viewer: Viewer,
  { texto = '', rol = null, activo = null, desde = 0 }: CuentaFilter = {},
): Promise<CuentaPage> {
  const expresion = texto === '' ? '' : everyPrefix(texto)
  if (!seesCuentas(viewer) || expresion === null) return { cuentas: [], siguiente: null }
  const args = { rol: rol ?? '', activo: activo === null ? -1 : Number(activo), desde, limite: PAGE_SIZE + 1 }
  const rows =
    expresion === ''
      ? await db.all(activo === false ? INACTIVE : rol !== null ? OF_ROLE : ALL, args)
      : await db.all(FOUND, { ...args, expresion })
  const cuentas = rows.slice(0, PAGE_SIZE)
  return { cuentas, siguiente: rows.length > cuentas.length ? (cuentas.at(-1)?.id ?? null) : null }
}

/** Names are typed by their beginnings, all of them: `mar lo` is Marta López. Null where there is nothing to look for. */
function everyPrefix(texto: string): string | null {
  const words = texto.split(/\s+/).flatMap((word) => searchExpression(word) ?? [])
  return words.length === 0 ? null : words.join(' ')
}
