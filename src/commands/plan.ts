import { mayExecute } from '@/auth/permissions'
import type { Actor } from '@/domain/actor'
import { mayGive } from '@/domain/authority'
import { isTicketCommand } from '@/domain/commands'
import { againstOf, conflicts } from '@/domain/conflicts'
import { decideCuenta } from '@/domain/cuenta/decide'
import type { DomainEvent } from '@/domain/events'
import { type Decision, reject } from '@/domain/rejections'
import { decideTicket, mayTouch } from '@/domain/ticket/decide'
import { type Chain, extendChain, openCuentaChain, openTicketChain, type Stamp } from './chain'
import { GroupView } from './group-view'
import { type KnownCommand, MAX_BEHIND, type Snapshot } from './load'
import { subjectOf } from './names'
import type { Accepted, CommandEnvelope, CommandResult } from './types'

/** A command of the group, with the digest of its content. */
export interface Planned {
  readonly envelope: CommandEnvelope
  readonly digest: string
  /** The chains that were sent with it so far and of which nobody told whether they went in, by its first event's id. */
  readonly enviados: ReadonlyMap<string, Chain>
}

/** A chain of an earlier attempt that went in all the same, by one of its commands that the log knows. */
export interface Found {
  readonly chain: Chain
  readonly known: KnownCommand
}

/**
 * What a group comes to. `answers` hold now; `pending` hold once the chains are in the log (among them the
 * rejections that rest on a chain); `deferred` relied on a stream that the group changes, and wait for the next.
 */
export interface Plan<E extends Planned> {
  readonly answers: [E, CommandResult][]
  readonly pending: [E, PendingAnswer][]
  readonly deferred: E[]
  readonly chains: Chain[]
  readonly found: Found[]
}

/** An answer that waits for the COMMIT: accepted commands learn their position and new streams their id then. */
export type PendingAnswer =
  | {
      readonly tipo: 'aceptado'
      readonly chain: Chain
      readonly version: number
      /** The id of its first event. */
      readonly evento: string
    }
  | { readonly tipo: 'listo'; readonly result: CommandResult }

/**
 * Decides a group of commands in order, each on the state after the ones before it. Pure but for the ids and
 * salts that `stamp` gives.
 */
export function planGroup<E extends Planned>(snapshot: Snapshot, group: readonly E[], stamp: Stamp): Plan<E> {
  const plan: Plan<E> = { answers: [], pending: [], deferred: [], chains: [], found: [] }
  const view = new GroupView(snapshot)
  for (const entry of group) planOne(plan, view, entry, stamp)
  return plan
}

function planOne<E extends Planned>(plan: Plan<E>, view: GroupView, entry: E, stamp: Stamp): void {
  const { envelope, digest } = entry
  const known = view.snapshot.comandos.get(envelope.comandoId)
  if (known) return void answerKnown(plan, entry, known)
  if (view.mustWait(envelope)) {
    view.defer(envelope)
    return void plan.deferred.push(entry)
  }
  const actor = currentActor(view, envelope.actor)
  const result = judge(view, { ...envelope, actor: actor ?? envelope.actor }, actor !== null, stamp.ahora)
  const chain = view.chainOf(envelope)
  if ('estado' in result || !result.ok) {
    const answer: CommandResult =
      'estado' in result ? result : { estado: 'rechazado', rechazo: result.rechazo }
    if (chain) plan.pending.push([entry, { tipo: 'listo', result: answer }])
    else plan.answers.push([entry, answer])
    return
  }
  const target = chain ?? open(plan, view, envelope)
  for (const id of view.reliedOn(envelope)) {
    const version = view.snapshot.cuentas.get(id)?.version
    if (version !== undefined) target.guardias.set(id, version)
  }
  const evento = extendChain(target, envelope, result.eventos, digest, stamp)
  const version = target.base + target.eventos.length
  plan.pending.push([entry, { tipo: 'aceptado', chain: target, version, evento }])
}

function open<E extends Planned>(plan: Plan<E>, view: GroupView, envelope: CommandEnvelope): Chain {
  const { tipo, id } = subjectOf(envelope.comando)
  const chain =
    tipo === 'ticket'
      ? openTicketChain(id === null ? null : (view.ticket(id) ?? null), envelope.comandoId)
      : openCuentaChain(id === null ? null : (view.cuenta(id) ?? null), envelope.comandoId)
  plan.chains.push(chain)
  view.add(chain)
  return chain
}

/**
 * The answer for a command that is in the log, if the same actor sends the same content: the first one again, or the
 * first one late, where it is one of ours that went in and nobody could say so.
 */
function answerKnown<E extends Planned>(plan: Plan<E>, entry: E, known: KnownCommand): void {
  const { comandoId } = entry.envelope
  if (known.digest !== entry.digest) {
    const reused = { estado: 'rechazado', ...reject('COMANDO_REUTILIZADO', { comandoId }) } as const
    return void plan.answers.push([entry, reused])
  }
  // That it was sent says nothing: another process may have been given the same command.
  const chain = entry.enviados.get(known.evento)
  if (chain && !plan.found.some((other) => other.chain === chain)) plan.found.push({ chain, known })
  const { sujeto, version, posicion } = known
  const answer: Accepted = {
    estado: 'aceptado',
    comandoId,
    sujeto,
    version,
    posicion,
    repetido: chain === undefined,
  }
  plan.answers.push([entry, answer])
}

/** The actor with the role that the account has now; null when there is no such active account. */
function currentActor(view: GroupView, actor: Actor): Actor | null {
  if (actor.tipo === 'servicio') return actor
  const cuenta = view.cuenta(actor.id)
  return cuenta?.activo ? { ...actor, rol: cuenta.rol } : null
}

type Verdict = Decision<DomainEvent> | Extract<CommandResult, { estado: 'conflicto' }>

function judge(view: GroupView, envelope: CommandEnvelope, active: boolean, ahora: string): Verdict {
  const { actor, comando } = envelope
  if (!active || !mayGive(actor, comando.tipo) || !mayExecute(actor, comando.tipo)) {
    return reject('SIN_PERMISO', { comando: comando.tipo, rol: actor.tipo === 'persona' ? actor.rol : null })
  }
  const between = conflictOf(view, envelope)
  if (between) return between
  const ctx = view.context(envelope, ahora)
  const { id } = subjectOf(comando)
  if (isTicketCommand(comando))
    return decideTicket(id === null ? null : (view.ticket(id) ?? null), comando, ctx)
  return decideCuenta(id === null ? null : (view.cuenta(id) ?? null), comando, ctx)
}

/** Judges what was recorded since the person looked; null where the command goes on. */
function conflictOf(view: GroupView, { actor, comando, versionVista }: CommandEnvelope): Verdict | null {
  const { tipo, id } = subjectOf(comando)
  if (versionVista === undefined || id === null) return null
  const row = tipo === 'ticket' ? view.ticket(id) : view.cuenta(id)
  // Whoever may not see the ticket must not learn from a conflict that it exists.
  if (!row || ('titulo' in row && !mayTouch(row, actor))) return null
  if (versionVista > row.version)
    return reject('VERSION_DESCONOCIDA', { vista: versionVista, actual: row.version })
  const since = view
    .recent(tipo, id)
    .filter(
      (event) =>
        event.version > versionVista &&
        !(event.esInterno && actor.tipo === 'persona' && actor.rol === 'cliente'),
    )
    .map((event) => event.tipo)
  const tooFar = row.version - versionVista > MAX_BEHIND && againstOf(comando).length > 0
  if (!tooFar && !conflicts(comando, since)) return null
  return { estado: 'conflicto', sujeto: { tipo, id }, vista: versionVista, actual: row.version }
}
