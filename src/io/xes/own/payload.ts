import type { TicketEvent } from '@/domain/ticket/events'

/** The accounts that an event's payload names, by the path under `datos` where it names them. */
const NAMED: Readonly<Partial<Record<TicketEvent['tipo'], readonly string[]>>> = {
  creacion: ['solicitanteId'],
  asignacion: ['de', 'a'],
}

/** A payload in which what names an account is put through `name`: ids to mail addresses, or back. */
export function renameAccounts(tipo: string, datos: unknown, name: (account: unknown) => unknown): unknown {
  const fields = Object.entries(NAMED).find(([kind]) => kind === tipo)?.[1]
  if (fields === undefined || typeof datos !== 'object' || datos === null) return datos
  return Object.fromEntries(
    Object.entries(datos).map(([field, value]) => [
      field,
      fields.includes(field) && value !== null ? name(value) : value,
    ]),
  )
}

/** All that a payload names, in order. */
export function accountsNamed(tipo: string, datos: unknown): unknown[] {
  const named: unknown[] = []
  renameAccounts(tipo, datos, (account) => named.push(account))
  return named
}
