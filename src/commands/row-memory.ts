import type { TicketRow } from '@projections/tickets/row'
import type { CuentaRow } from '@projections/usuarios/row'
import type { Chain } from './chain'
import type { Snapshot } from './load'
import { accountsOf, subjectOf } from './names'
import type { CommandEnvelope } from './types'
import type { Written } from './write'

const MAX_ROWS = 4096

/**
 * The rows that this process wrote or loaded last: a guess, to decide without a load. What was decided on an old row is
 * refused by the append's guards and the unique keys, so acceptances may rest on it; anything else is asked of the log.
 */
export class RowMemory {
  readonly #tickets = new Map<number, TicketRow>()
  readonly #cuentas = new Map<number, CuentaRow>()
  #generacion = 0

  /** What the group's decisions need, or null where some of it must be loaded. */
  recall(group: readonly CommandEnvelope[]): Snapshot | null {
    const tickets = new Map<number, TicketRow>()
    const cuentas = new Map<number, CuentaRow>()
    for (const envelope of group) {
      if (!this.#recallSubject(envelope, tickets, cuentas)) return null
      for (const id of accountsOf(envelope)) if (!copy(this.#cuentas, cuentas, id)) return null
    }
    return { tickets, cuentas, comandos: new Map(), recientes: new Map(), generacion: this.#generacion }
  }

  /** Remembers what was loaded; nothing else any more, where a rebuild has mended rows since. */
  keepLoaded({ tickets, cuentas, generacion }: Snapshot): void {
    if (generacion !== this.#generacion) {
      this.clear()
      this.#generacion = generacion
    }
    for (const row of tickets.values()) put(this.#tickets, row)
    for (const row of cuentas.values()) put(this.#cuentas, row)
  }

  /** Remembers what was written. */
  keepWritten(chains: readonly Chain[], written: Written): void {
    for (const chain of chains) {
      const id = written.idOf(chain)
      if (chain.tipo === 'ticket' && chain.row) put(this.#tickets, { ...chain.row, id })
      if (chain.tipo === 'cuenta' && chain.row) put(this.#cuentas, { ...chain.row, id })
    }
  }

  /** Forgets everything. */
  clear(): void {
    this.#tickets.clear()
    this.#cuentas.clear()
  }

  /** Forgets all that the group rested on: some of it was old, or what became of it is not known. */
  forget(group: readonly CommandEnvelope[]): void {
    for (const envelope of group) {
      const { tipo, id } = subjectOf(envelope.comando)
      if (id !== null) (tipo === 'ticket' ? this.#tickets : this.#cuentas).delete(id)
      for (const cuenta of accountsOf(envelope)) this.#cuentas.delete(cuenta)
    }
  }

  /** False where the subject isn't remembered, or where what came after the version that was seen must be read. */
  #recallSubject(
    { comando, versionVista }: CommandEnvelope,
    tickets: Map<number, TicketRow>,
    cuentas: Map<number, CuentaRow>,
  ): boolean {
    const { tipo, id } = subjectOf(comando)
    if (id === null) return true
    const row = tipo === 'ticket' ? copy(this.#tickets, tickets, id) : copy(this.#cuentas, cuentas, id)
    return row !== undefined && (versionVista ?? row.version) === row.version
  }
}

function copy<Row extends { readonly id: number }>(
  from: Map<number, Row>,
  to: Map<number, Row>,
  id: number,
): Row | undefined {
  const row = to.get(id) ?? from.get(id)
  if (row && !to.has(id)) {
    to.set(id, row)
    put(from, row)
  }
  return row
}

/** Last used, last to go: a Map keeps the order in which its keys came in. */
function put<Row extends { readonly id: number }>(rows: Map<number, Row>, row: Row): void {
  rows.delete(row.id)
  rows.set(row.id, row)
  const oldest = rows.size > MAX_ROWS ? rows.keys().next() : null
  if (oldest && !oldest.done) rows.delete(oldest.value)
}
