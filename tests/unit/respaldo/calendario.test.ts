import { describe, expect, test } from 'vitest'
import type { StoredBackup } from '@/backup/formato/folder'
import { BACKUP_FORMAT, BEGINNING, backupId, type Manifest } from '@/backup/formato/manifest'
import { dueMaintenance, nextSlot, type Plan } from '@/backup/mantenimiento/due'
import { pruneable } from '@/backup/prune'

const at = (text: string) => Date.parse(`${text}:00.000Z`)
const iso = (text: string) => `${text}:00.000Z`
const PLAN: Plan = {
  ...{ full: 'dia', incremental: 'hora', drill: 'semana' },
  ...{ analyze: 'dia', integrity: 'semana', vacuum: 'semana', reindex: 'mes' },
}

describe('the calendar', () => {
  // 2026-11-27 is a Friday.
  test.each([
    ['hora', '2026-11-27T10:20', '2026-11-27T11:00'],
    ['dia', '2026-11-27T10:20', '2026-11-28T02:00'],
    ['dia', '2026-11-27T02:00', '2026-11-28T02:00'],
    ['semana', '2026-11-27T10:20', '2026-11-29T02:00'],
    ['mes', '2026-11-27T10:20', '2026-12-01T02:00'],
  ] as const)('knows when something that is done every %s falls due after %s', (period, after, next) => {
    expect(nextSlot(at(after), period, 2)).toBe(at(next))
  })

  test('leaves a new database alone until its first night, and makes up in the morning what the night missed', () => {
    const born = iso('2026-11-27T10:00')
    const none = new Map<string, string | null>()
    expect(dueMaintenance(PLAN, 2, none, born, at('2026-11-27T23:59'))).toEqual([])
    expect(dueMaintenance(PLAN, 2, none, born, at('2026-11-28T09:00'))).toEqual(['full', 'analyze'])
    expect(dueMaintenance(PLAN, 2, none, born, at('2026-12-01T02:00'))).toEqual([
      ...['full', 'integrity', 'reindex', 'vacuum', 'analyze', 'drill'],
    ])
  })

  // Mutant seen to fail: no incremental one while a full one is due.
  test('wants an incremental backup every hour once there is a full one', () => {
    const done = new Map([
      ['full', iso('2026-11-27T02:01')],
      ['analyze', iso('2026-11-27T02:05')],
    ])
    const due = (now: string) => dueMaintenance(PLAN, 2, done, iso('2026-11-20T00:00'), at(now))
    expect(due('2026-11-27T02:30')).not.toContain('incremental')
    expect(due('2026-11-27T03:00')).toContain('incremental')
    expect(due('2026-11-28T02:00')).not.toContain('incremental')
    // The full one of that night failed.
    expect(due('2026-11-28T03:00').slice(0, 2)).toEqual(['full', 'incremental'])
  })

  test('never does what it is told to leave', () => {
    const plan: Plan = { ...PLAN, full: 'nunca', incremental: 'nunca', drill: 'nunca', analyze: 'nunca' }
    expect(dueMaintenance(plan, 2, new Map(), iso('2026-11-27T10:00'), at('2026-11-28T09:00'))).toEqual([])
  })
})

const SUM = '0'.repeat(64)
let counter = 0
function copia(
  clase: 'completa' | 'incremental',
  fecha: string,
  anterior: StoredBackup | null,
): StoredBackup {
  counter += 1
  const suma = String(counter).padStart(64, '0')
  const manifest: Manifest = {
    ...{ formato: BACKUP_FORMAT, id: backupId(iso(fecha), clase, counter), clase },
    contenido: 'registro',
    ...{ fecha: iso(fecha), desde: BEGINNING, hasta: BEGINNING, esquema: { migraciones: 1, suma: SUM } },
    ...{
      sello: null,
      cifrado: null,
      anterior: anterior && { id: anterior.manifest.id, suma: anterior.suma },
    },
    datos: { bytes: 1, almacenados: 1, suma: SUM, sumaContenido: SUM },
  }
  return { carpeta: 'x', suma, manifest }
}

describe('what is pruned', () => {
  const retention = { diasCompletas: 7, horasIncrementales: 24 }

  // Mutant seen to fail: keeping by age alone, without what a kept one goes on from.
  test('is old, and nothing that is kept goes on from it', () => {
    const oldFull = copia('completa', '2026-11-01T02:00', null)
    const lone = copia('incremental', '2026-11-01T03:00', oldFull)
    const base = copia('completa', '2026-11-10T02:00', null)
    const link = copia('incremental', '2026-11-19T02:00', base)
    const young = copia('incremental', '2026-11-20T09:00', link)
    const gone = pruneable([oldFull, lone, base, link, young], retention, at('2026-11-20T10:00'))
    expect(gone.map(({ manifest }) => manifest.id)).toEqual([oldFull.manifest.id, lone.manifest.id])
  })

  test('is never the newest full one, however old', () => {
    const full = copia('completa', '2020-01-01T02:00', null)
    const next = copia('incremental', '2020-01-01T03:00', full)
    expect(pruneable([full, next], retention, at('2026-11-20T10:00'))).toEqual([])
  })
})
