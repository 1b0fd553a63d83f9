type RowDeed = 'siguiente' | 'anterior' | 'marcar' | 'abrir'

const linkOf = (row: Element) => row.querySelector<HTMLElement>('[data-abrir]')

/** The rows that are seen: what streams in stands in the page, hidden, for a moment before it is shown. */
const seenRows = () =>
  [...document.querySelectorAll<HTMLElement>('[data-lista] [data-fila]')].filter((row) =>
    row.checkVisibility(),
  )

/** True where the page shows a list whose rows keys can walk along. */
export function hasRows(): boolean {
  return seenRows().length > 0
}

/** True where rows can be selected. */
export function hasSelection(): boolean {
  return document.querySelector('[data-lista] [data-fila] input[name=seleccion]:enabled') !== null
}

/**
 * The row that the keys are at. The focus is on its link, so that a screen reader reads it, Enter opens it, and it
 * stays when the list is shown anew; when the row itself goes away, the next key goes on from its place.
 */
export class RowCursor {
  #last: { id: string | undefined; index: number } | null = null

  /** Does it to the row, or from the row; false where there is nothing to do it to. */
  do(deed: RowDeed): boolean {
    const rows = seenRows()
    const at = this.#find(rows)
    switch (deed) {
      case 'siguiente':
        return this.#go(rows, this.#next(at, rows.length))
      case 'anterior':
        return this.#go(rows, at.index === -1 ? rows.length - 1 : Math.max(at.index - 1, 0))
      case 'marcar':
        return press(at.row?.querySelector('input[name=seleccion]:enabled'))
      case 'abrir':
        // Whatever has the focus knows itself what Enter does.
        return document.activeElement?.closest('a, button, summary') ? false : press(at.row && linkOf(at.row))
    }
  }

  #find(rows: readonly HTMLElement[]): { row: HTMLElement | undefined; index: number } {
    const focused = rows.findIndex((row) => row.contains(document.activeElement))
    const index = focused === -1 ? rows.findIndex((row) => row.dataset.fila === this.#last?.id) : focused
    return { row: rows[index], index: index === -1 && this.#last ? this.#last.index : index }
  }

  /** Where the row that was here went away, the next one has moved into its place. */
  #next({ row, index }: { row: HTMLElement | undefined; index: number }, count: number): number {
    return Math.min(row || index === -1 ? index + 1 : index, count - 1)
  }

  #go(rows: readonly HTMLElement[], index: number): boolean {
    const row = rows[Math.min(index, rows.length - 1)]
    const link = row && linkOf(row)
    if (!link) return false
    this.#last = { id: row.dataset.fila, index }
    link.focus({ preventScroll: true })
    row.scrollIntoView({ block: 'nearest' })
    return true
  }
}

function press(element: Element | null | undefined): boolean {
  if (!(element instanceof HTMLElement)) return false
  element.click()
  return true
}
