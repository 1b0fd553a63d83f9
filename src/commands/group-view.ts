import type { DecisionContext } from '@/domain/context'
import type { EventKind } from '@/domain/events'
import type { TicketRow } from '@projections/tickets/row'
import type { CuentaRow } from '@projections/usuarios/row'
import type { Chain } from './chain'
import type { RecentEvent, Snapshot } from './load'
import { accountsOf, emailOf, needsAdmin, subjectOf } from './names'
import type { CommandEnvelope } from './types'

/** The snapshot with what the group has done so far laid over it. */
export interface GroupView {
  readonly snapshot: Snapshot
  add(chain: Chain): void
  chainOf(envelope: CommandEnvelope): Chain | null
  ticket(id: number): TicketRow | undefined
  cuenta(id: number): CuentaRow | undefined
  /** What was recorded on a stream of late, in the log and in this group. */
  recent(tipo: 'ticket' | 'cuenta', id: number): readonly RecentEvent[]
  /** The accounts beside its own stream that deciding this command looks at. */
  reliedOn(envelope: CommandEnvelope): readonly number[]
  /** True when this group changes account `id`, unless that is the command's own stream. */
  changed(id: number, envelope: CommandEnvelope): boolean
  /** Leaves a command to the next group, and with it all later ones on its stream: their order holds. */
  defer(envelope: CommandEnvelope): void
  isDeferred(envelope: CommandEnvelope): boolean
  context(envelope: CommandEnvelope, ahora: string): DecisionContext
}

/** A view over a snapshot in which nothing was done yet. */
export function openView(snapshot: Snapshot): GroupView {
  const chains = new Map<string, Chain>()
  const deferred = new Set<string>()
  const keyOf = ({ comando, comandoId }: CommandEnvelope) => {
    const { tipo, id } = subjectOf(comando)
    return id === null ? `nuevo:${comandoId}` : `${tipo}:${id}`
  }
  const cuenta = (id: number) => {
    const chain = chains.get(`cuenta:${id}`)
    return chain?.tipo === 'cuenta' ? (chain.row ?? undefined) : snapshot.cuentas.get(id)
  }
  const emailOwner = (email: string | null) =>
    email === null ? null : ([...snapshot.cuentas.values()].find((row) => row.email.toLowerCase() === email)?.id ?? null)
  const otherAdmin = (id: number | null) =>
    [...snapshot.cuentas.values()].find((row) => row.rol === 'admin' && row.activo && row.id !== id)?.id ?? null

  return {
    snapshot,
    cuenta,
    add: (chain) => void chains.set(chain.id === null ? `nuevo:${chain.creador}` : `${chain.tipo}:${chain.id}`, chain),
    chainOf: (envelope) => chains.get(keyOf(envelope)) ?? null,
    ticket(id) {
      const chain = chains.get(`ticket:${id}`)
      return chain?.tipo === 'ticket' ? (chain.row ?? undefined) : snapshot.tickets.get(id)
    },
    recent(tipo, id) {
      const logged = snapshot.recientes.get(`${tipo}:${id}`) ?? []
      const chained = chains.get(`${tipo}:${id}`)?.eventos ?? []
      // NewEvent holds its kind as text: it was encoded from a domain event just now.
      return [...logged, ...chained.map((e) => ({ version: e.version, tipo: e.tipo as EventKind, esInterno: e.esInterno }))]
    },
    reliedOn(envelope) {
      const { comando } = envelope
      const subject = subjectOf(comando).id
      const owner = emailOwner(emailOf(comando))
      const admin = needsAdmin(comando) ? otherAdmin(subject) : null
      return [...new Set([...accountsOf(envelope), ...(owner === null ? [] : [owner]), ...(admin === null ? [] : [admin])])]
    },
    changed(id, { comando }) {
      const subject = subjectOf(comando)
      return chains.has(`cuenta:${id}`) && !(subject.tipo === 'cuenta' && subject.id === id)
    },
    defer: (envelope) => void deferred.add(keyOf(envelope)),
    isDeferred: (envelope) => deferred.has(keyOf(envelope)),
    context({ actor, comando }, ahora) {
      const named = accountsOf({ actor, comando, comandoId: '' })
      const rows = named.flatMap((id) => cuenta(id) ?? [])
      return {
        actor,
        ahora,
        cuentas: new Map(rows.map((row) => [row.id, row])),
        cuentaDeEmail: emailOwner(emailOf(comando)),
        otroAdmin: needsAdmin(comando) ? otherAdmin(subjectOf(comando).id) : null,
      }
    },
  }
}
