import type { Actor } from './actor'
import type { CuentaState } from './cuenta/state'

export interface CuentaRef extends CuentaState {
  readonly id: number
}

/** All that deciding may look at beside the stream's own state: read in the same snapshot, passed in as values. */
export interface DecisionContext {
  readonly actor: Actor
  /** Now, as the log writes it. */
  readonly ahora: string
  /** The accounts that the command names, and the actor's own. */
  readonly cuentas: ReadonlyMap<number, CuentaRef>
  /** Who has the mail address that the command wants, if anybody. */
  readonly cuentaDeEmail: number | null
  /** Another active admin than the command's subject, if there is one. */
  readonly otroAdmin: number | null
}
