import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'

const ONE = 'input[type="checkbox"][name="seleccion"]'
const ALL = 'input[data-todos]'

export interface Selection {
  readonly count: number
  /** The form as it would be sent, each chosen row at the version that it had when it was chosen. */
  readonly formData: (form: HTMLFormElement, submitter: HTMLElement | null) => FormData
}

/**
 * The checkboxes below `root`: plain ones, that the server renders and that keep their state while the rows around
 * them are read anew. Ranges by shift, all of the page at once, and how many there are.
 */
export function useSelection(root: RefObject<HTMLElement | null>): Selection {
  const [count, setCount] = useState(0)
  // What the person saw: a row that changes after it was chosen is a conflict, however it looks by now.
  const seen = useRef(new Map<string, string>())
  const recount = useCallback(() => {
    if (!root.current) return
    const all = boxesIn(root.current)
    const chosen = all.filter(({ checked }) => checked)
    seen.current = new Map(
      chosen.map((box) => [box.value, seen.current.get(box.value) ?? box.dataset.version ?? '']),
    )
    for (const box of root.current.querySelectorAll<HTMLInputElement>(ALL)) {
      box.checked = all.length > 0 && chosen.length === all.length
      box.indeterminate = chosen.length > 0 && chosen.length < all.length
    }
    setCount(chosen.length)
  }, [root])
  useEffect(() => {
    const element = root.current
    return element ? listen(element, recount) : undefined
  }, [root, recount])
  return {
    count,
    formData: (form, submitter) => {
      const data = new FormData(form, submitter)
      data.delete('version')
      for (const [id, version] of seen.current) data.append('version', `${id}.${version}`)
      return data
    },
  }
}

function boxesIn(root: HTMLElement): HTMLInputElement[] {
  return [...root.querySelectorAll<HTMLInputElement>(ONE)]
}

/** @returns how to stop */
function listen(root: HTMLElement, recount: () => void): () => void {
  const stop = new AbortController()
  const { signal } = stop
  let anchor: string | null = null
  // Not every browser gives the click that a key makes its shift.
  let shiftSpace = false
  root.addEventListener(
    'keydown',
    (event) => {
      shiftSpace = event.key === ' ' && event.shiftKey
    },
    { signal },
  )
  root.addEventListener(
    'click',
    ({ target, shiftKey }) => {
      if (!(target instanceof HTMLInputElement) || !target.matches(ONE)) return
      if ((shiftKey || shiftSpace) && anchor !== null) checkRange(boxesIn(root), anchor, target)
      shiftSpace = false
      anchor = target.value
      recount()
    },
    { signal },
  )
  root.addEventListener(
    'change',
    ({ target }) => {
      if (!(target instanceof HTMLInputElement) || !target.matches(ALL)) return
      for (const box of boxesIn(root)) box.checked = target.checked
      recount()
    },
    { signal },
  )
  // It is told before it happens.
  root.addEventListener('reset', () => setTimeout(recount), { signal })
  const rows = new MutationObserver(recount)
  rows.observe(root, { childList: true, subtree: true })
  signal.addEventListener('abort', () => rows.disconnect())
  recount()
  return () => stop.abort()
}

/** All from the anchor to the target become what the target has become. */
function checkRange(boxes: readonly HTMLInputElement[], anchor: string, target: HTMLInputElement): void {
  const from = boxes.findIndex(({ value }) => value === anchor)
  const to = boxes.indexOf(target)
  if (from < 0) return
  for (const box of boxes.slice(Math.min(from, to), Math.max(from, to) + 1)) box.checked = target.checked
}
