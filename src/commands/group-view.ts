import type { TicketRow } from '@projections/tickets/row'
import type { CuentaRow } from '@projections/usuarios/row'
import type { DecisionContext } from '@/domain/context'
import type { Chain } from './chain'
import type { RecentEvent, Snapshot } from './load'
import { accountsOf, emailOf, needsAdmin, subjectOf } from './names'
import type { CommandEnvelope } from './types'

type Command = Pick<CommandEnvelope, 'comando' | 'comandoId' | 'actor'>

/** The snapshot with what the group has done so far laid over it. */
export class GroupView {
  readonly #chains = new Map<string, Chain>()
  readonly #deferred = new Set<string>()

  constructor(readonly snapshot: Snapshot) {}

  add(chain: Chain): void {
    this.#chains.set(chain.id === null ? `nuevo:${chain.creador}` : `${chain.tipo}:${chain.id}`, chain)
  }

  chainOf(envelope: Command): Chain | null {
    return this.#chains.get(streamKey(envelope)) ?? null
  }

  ticket(id: number): TicketRow | undefined {
    const chain = this.#chains.get(`ticket:${id}`)
    return chain?.tipo === 'ticket' ? (chain.row ?? undefined) : this.snapshot.tickets.get(id)
  }

  cuenta(id: number): CuentaRow | undefined {
    const chain = this.#chains.get(`cuenta:${id}`)
    return chain?.tipo === 'cuenta' ? (chain.row ?? undefined) : this.snapshot.cuentas.get(id)
  }

  /** What was recorded on a stream of late, in the log and in this group. */
  recent(tipo: 'ticket' | 'cuenta', id: number): readonly RecentEvent[] {
    const logged = this.snapshot.recientes.get(`${tipo}:${id}`) ?? []
    const chained = this.#chains.get(`${tipo}:${id}`)?.eventos ?? []
    const fresh = chained.map(({ version, tipo, esInterno }) => ({ version, tipo, esInterno }))
    return [...logged, ...fresh]
  }

  /** The accounts that deciding this command looks at, beside its own stream. */
  reliedOn(envelope: Command): readonly number[] {
    const { comando } = envelope
    const own = subjectOf(comando)
    const ids = [...accountsOf(envelope), this.#emailOwner(envelope), this.#otherAdmin(envelope)]
    const others = ids.filter((id) => id !== null && !(own.tipo === 'cuenta' && own.id === id))
    return [...new Set(others)].filter((id) => id !== null)
  }

  /** True when the command must wait: this group changes what it relies on, or an earlier one of its stream waits. */
  mustWait(envelope: Command): boolean {
    if (this.#deferred.has(streamKey(envelope))) return true
    return this.reliedOn(envelope).some((id) => this.#chains.has(`cuenta:${id}`))
  }

  /** Leaves a command to the next group, and with it all later ones on its stream: their order holds. */
  defer(envelope: Command): void {
    this.#deferred.add(streamKey(envelope))
  }

  context(envelope: Command, ahora: string): DecisionContext {
    const rows = accountsOf(envelope).flatMap((id) => this.cuenta(id) ?? [])
    return {
      actor: envelope.actor,
      ahora,
      cuentas: new Map(rows.map((row) => [row.id, row])),
      cuentaDeEmail: this.#emailOwner(envelope),
      otroAdmin: this.#otherAdmin(envelope),
    }
  }

  #emailOwner({ comando }: Command): number | null {
    const email = emailOf(comando)
    if (email === null) return null
    return [...this.snapshot.cuentas.values()].find((row) => row.email.toLowerCase() === email)?.id ?? null
  }

  #otherAdmin({ comando }: Command): number | null {
    if (!needsAdmin(comando)) return null
    const { id } = subjectOf(comando)
    const admins = [...this.snapshot.cuentas.values()].filter((row) => row.rol === 'admin' && row.activo)
    return admins.find((row) => row.id !== id)?.id ?? null
  }
}

function streamKey({ comando, comandoId }: Command): string {
  const { tipo, id } = subjectOf(comando)
  return id === null ? `nuevo:${comandoId}` : `${tipo}:${id}`
}
