import { sharedError } from '@/db/errors'
import type { Actor } from '@/domain/actor'
import type { Command } from '@/domain/commands'
import type { Subject } from '@/domain/events'
import type { Rejection } from '@/domain/rejections'

/** A command on its way in: who gives it, what they saw, and the id that makes a repetition harmless. */
export interface CommandEnvelope {
  /** ULID, made where the command was meant (the form, the caller): the same one is never applied twice. */
  readonly comandoId: string
  readonly actor: Actor
  readonly comando: Command
  /** The stream's version that the person saw; without it only the state is judged, not what came between. */
  readonly versionVista?: number | undefined
  /** The chain of work it belongs to; its own id where it begins one. */
  readonly correlacionId?: string | undefined
  /** The event that caused it. */
  readonly causaId?: string | undefined
  /** A password's argon2id hash, written beside the projection: never in the log, never in the digest. */
  readonly passwordHash?: string | undefined
}

export interface Accepted {
  readonly estado: 'aceptado'
  readonly comandoId: string
  readonly sujeto: Subject
  /** The stream's version after the command. */
  readonly version: number
  /** The global position of its last event. */
  readonly posicion: number
  /** True when it had been applied before: this is the first answer again. */
  readonly repetido: boolean
}

export interface Rejected {
  readonly estado: 'rechazado'
  readonly rechazo: Rejection
}

/** Something that doesn't commute with the command was recorded after version `vista`. */
export interface Conflict {
  readonly estado: 'conflicto'
  readonly sujeto: Subject
  readonly vista: number
  readonly actual: number
}

export type CommandResult = Accepted | Rejected | Conflict

/** The database did not answer, and whether the command went in is not known: the same id may be sent again. */
export class OutcomeUnknown extends sharedError('OutcomeUnknown') {}
