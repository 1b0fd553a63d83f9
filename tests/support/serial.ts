import { expect } from 'vitest'
import type { CommandEnvelope, CommandResult } from '@/commands/types'
import type { LogRow } from './invariants'
import { expectOf, type Model } from './model'

/** A command that was sent, and the answer that somebody got for it; null where nobody did. */
export interface Sent {
  readonly envelope: CommandEnvelope
  result: CommandResult | null
}

const LETTERS: Readonly<Record<string, string>> = {
  creacion: 'n',
  comentario: 'c',
  cambio_estado: 'e',
  cierre: 'x',
  asignacion: 'a',
  cambio_prioridad: 'p',
  cambio_categoria: 'k',
  edicion: 't',
}

/**
 * The log read as a serial history: each command, given alone at its place, would have come to the very events that
 * are there, seen from the version its person saw. `model` is as the log began, after `skip` rows.
 */
export function expectSerial(
  log: readonly LogRow[],
  sent: ReadonlyMap<string, Sent>,
  model: Model,
  skip: number,
): void {
  const commands = new Map<string, LogRow[]>()
  for (const row of log.slice(skip))
    commands.set(row.comando_id, [...(commands.get(row.comando_id) ?? []), row])
  for (const [comandoId, rows] of commands) {
    const command = sent.get(comandoId)
    if (!command) throw new Error(`nobody sent ${comandoId}`)
    const { actor, comando, versionVista } = command.envelope
    if ('cuentaId' in comando) {
      const account = model.cuentas.get(comando.cuentaId)
      if (account) account.activo = comando.tipo === 'reactivar_cuenta'
      continue
    }
    const expected = expectOf(model, actor, comando, versionVista)
    const kinds = rows.map(({ tipo }) => LETTERS[tipo])
    expect(
      expected.ok ? expected.eventos.map((kind) => kind.toLowerCase()) : expected,
      `${comando.tipo} at ${rows[0]?.id ?? '-'}`,
    ).toEqual(kinds)
  }
}

/** Every answer is true to the log: accepted ones are there once and where they say, refused ones are not. */
export function expectAnswers(log: readonly LogRow[], sent: Iterable<Sent>): void {
  const last = new Map(log.map((row) => [row.comando_id, row]))
  for (const { envelope, result } of sent) {
    const row = last.get(envelope.comandoId)
    if (result?.estado === 'aceptado')
      expect(row).toMatchObject({ id: result.posicion, version: result.version })
    else if (result) expect(row, `${envelope.comandoId} was refused`).toBeUndefined()
  }
}
