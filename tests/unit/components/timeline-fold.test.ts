import type { TimelineItem } from '@projections/linea_tiempo/timeline'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FOLD_FROM, FOLD_WITHIN_MS, foldTimeline, isFoldable } from '@/components/tickets/linea/timeline-fold'
import type { TicketEvent } from '@/domain/ticket/events'

const EVENTS: readonly TicketEvent[] = [
  {
    tipo: 'creacion',
    datos: { solicitanteId: 1, prioridad: 'media', categoria: null },
    contenido: { titulo: 't', descripcion: 'd' },
  },
  { tipo: 'comentario', datos: { esInterno: false }, contenido: 'hola' },
  { tipo: 'comentario', datos: { esInterno: true }, contenido: 'nota' },
  { tipo: 'cambio_estado', datos: { de: 'abierto', a: 'en_progreso' } },
  { tipo: 'cambio_estado', datos: { de: 'cerrado', a: 'abierto' } },
  { tipo: 'cierre', datos: { de: 'abierto', motivo: 'resuelto' } },
  { tipo: 'asignacion', datos: { de: null, a: 2 } },
  { tipo: 'cambio_prioridad', datos: { de: 'media', a: 'alta' } },
  { tipo: 'cambio_categoria', datos: { de: null, a: 'red' } },
  { tipo: 'edicion', datos: { campos: ['titulo'] }, contenido: null },
]
const PRIORITY: TicketEvent = { tipo: 'cambio_prioridad', datos: { de: 'media', a: 'alta' } }

function itemOf(event: TicketEvent, version: number, usuarioId: number, ms: number): TimelineItem {
  const id = String(version).padStart(26, '0')
  const fecha = new Date(Date.UTC(2026, 2, 1) + ms).toISOString()
  const sobre = {
    posicion: version,
    eventoId: id,
    sujeto: { tipo: 'ticket', id: 1 },
    usuarioId,
    version,
    comandoId: id,
    orden: 0,
    correlacionId: id,
    causaId: null,
    esInterno: false,
    fecha,
    fechaRegistro: fecha,
  } as const
  return { evento: { ...event, sobre }, autor: 'Ana', autorRol: 'operador', nombres: {} }
}

/** Changes of priority by one person, each so many milliseconds after the one before. */
function changes(...gaps: readonly number[]): TimelineItem[] {
  let ms = 0
  return gaps.map((gap, index) => {
    ms += gap
    return itemOf(PRIORITY, index + 1, 2, ms)
  })
}

const kinds = (items: readonly TimelineItem[]) =>
  foldTimeline(items).map((block) => (block.tipo === 'pliegue' ? block.items.length : block.tipo))

const history = fc
  .array(
    fc.record({
      // Mostly the same two people at nearly the same time: else hardly anything would ever fold.
      event: fc.constantFrom(...EVENTS, ...EVENTS.slice(6)),
      usuarioId: fc.constantFrom(2, 2, 2, 3),
      gap: fc.constantFrom(0, 1000, 60_000, FOLD_WITHIN_MS, FOLD_WITHIN_MS + 1, -5000),
    }),
    { maxLength: 40 },
  )
  .map((steps) => {
    let ms = 0
    return steps.map(({ event, usuarioId, gap }, index) => {
      ms += gap
      return itemOf(event, index + 1, usuarioId, ms)
    })
  })

describe('folding a timeline', () => {
  // Mutants seen to fail: a fold without its last item; `unshift` for `push`.
  test('never loses, repeats or reorders an event', () => {
    fc.assert(
      fc.property(history, (items) => {
        const flat = foldTimeline(items).flatMap((block) =>
          block.tipo === 'pliegue' ? block.items : [block.item],
        )
        expect(flat).toEqual(items)
      }),
      { seed: 4103, numRuns: 200 },
    )
  })

  // Mutants seen to fail: `comentario` as foldable; authors not compared; `apart` not compared.
  test('folds changes by one person within a short time, and nothing else', () => {
    let folds = 0
    fc.assert(
      fc.property(history, (items) => {
        for (const block of foldTimeline(items)) {
          if (block.tipo === 'evento') continue
          folds++
          expect(block.items.length).toBeGreaterThanOrEqual(FOLD_FROM)
          expect(block.items.every(isFoldable)).toBe(true)
          expect(block.items.some(({ evento }) => evento.tipo === 'comentario')).toBe(false)
          expect(new Set(block.items.map(({ evento }) => evento.sobre.usuarioId)).size).toBe(1)
          const times = block.items.map(({ evento }) => Date.parse(evento.sobre.fecha))
          for (const [index, time] of times.slice(1).entries())
            expect(Math.abs(time - (times[index] ?? 0))).toBeLessThanOrEqual(FOLD_WITHIN_MS)
        }
      }),
      { seed: 4103, numRuns: 200 },
    )
    expect(folds).toBeGreaterThan(20)
  })

  test('begins with three, and ends where more time lies between', () => {
    expect(kinds(changes(0, 1000))).toEqual(['evento', 'evento'])
    expect(kinds(changes(0, 1000, 1000))).toEqual([3])
    expect(kinds(changes(0, 1000, FOLD_WITHIN_MS, 1))).toEqual([4])
    expect(kinds(changes(0, 1000, 1000, FOLD_WITHIN_MS + 1))).toEqual([3, 'evento'])
  })
})
