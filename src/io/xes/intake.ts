import type { EntryOutcome } from '../history-recorder'
import type { EntryProblem } from './entry'
import type { Suceso } from './items'
import type { OwnProblem } from './own/event'

/** What becomes of an event: how to record it, after the earlier ones of its case, or why it can't be. */
export type Taken =
  | {
      readonly ok: true
      readonly caso: string
      /** The activity, where the mapping doesn't know it. */
      readonly sinCorrespondencia: string | null
      /** How many of its values are too long to be kept whole. */
      readonly recortados: number
      readonly record: () => Promise<EntryOutcome>
    }
  | { readonly ok: false; readonly problema: EntryProblem | OwnProblem }

/** Takes in the events of one log, in the order of the file. */
export type Intake = (suceso: Suceso) => Taken
