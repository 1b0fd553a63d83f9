import type { TimelineItem } from '@projections/linea_tiempo/timeline'

/** What a timeline shows as one: an event, or changes that one person made together. */
export type TimelineBlock =
  | { readonly tipo: 'evento'; readonly item: TimelineItem }
  | { readonly tipo: 'pliegue'; readonly items: readonly TimelineItem[] }

/** Two changes belong together if no more than this lies between them. */
export const FOLD_WITHIN_MS = 10 * 60_000
/** Fewer than this are read faster than they are opened. */
export const FOLD_FROM = 3

/**
 * Folds consecutive changes by one person within a short time. What somebody wrote is never folded, nor what begins
 * and ends a ticket; blocks put one after another are the items as they came.
 * @param items in order of version
 */
export function foldTimeline(items: readonly TimelineItem[]): readonly TimelineBlock[] {
  const runs: TimelineItem[][] = []
  for (const item of items) {
    const run = runs.at(-1)
    const last = run?.at(-1)
    if (run && last && belongTogether(last, item)) run.push(item)
    else runs.push([item])
  }
  return runs.flatMap((run): TimelineBlock[] =>
    run.length >= FOLD_FROM
      ? [{ tipo: 'pliegue', items: run }]
      : run.map((item) => ({ tipo: 'evento', item })),
  )
}

/** True for changes that matter less than what was said: not for those that open, close or reopen a ticket. */
export function isFoldable({ evento }: TimelineItem): boolean {
  switch (evento.tipo) {
    case 'creacion':
    case 'comentario':
    case 'cierre':
      return false
    case 'cambio_estado':
      return evento.datos.de !== 'cerrado'
    case 'asignacion':
    case 'cambio_prioridad':
    case 'cambio_categoria':
    case 'edicion':
      return true
  }
}

function belongTogether(a: TimelineItem, b: TimelineItem): boolean {
  const [before, after] = [a.evento.sobre, b.evento.sobre]
  // Dates of an import may go back: how far, not which way.
  const apart = Math.abs(Date.parse(after.fecha) - Date.parse(before.fecha))
  return isFoldable(a) && isFoldable(b) && before.usuarioId === after.usuarioId && apart <= FOLD_WITHIN_MS
}
