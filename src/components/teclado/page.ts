const NO_TEXT = ['checkbox', 'radio', 'button', 'submit', 'reset', 'image']
const TEXT = [
  `input${NO_TEXT.map((type) => `:not([type=${type}])`).join('')}`,
  'textarea',
  'select',
  '[contenteditable]:not([contenteditable=false])',
  ...['textbox', 'searchbox', 'combobox', 'listbox', 'slider', 'menu'].map((role) => `[role=${role}]`),
].join()

/** True where keys are text, or choose among options. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(TEXT) !== null
}

/** True while a dialog or a menu lies over the page: its keys are its own. */
export function isCovered(): boolean {
  return document.querySelector('dialog:modal, [popover]:popover-open') !== null
}

/** What a key presses on the page as it stands: the first that names it, is seen and can be used. */
export function keyTarget(key: string): HTMLElement | null {
  const named = document.querySelectorAll<HTMLElement>(`[aria-keyshortcuts~="${CSS.escape(key)}"]`)
  return [...named].find(usable) ?? null
}

function usable(element: HTMLElement): boolean {
  return (
    !element.matches(':disabled, [aria-disabled=true]') &&
    element.closest('[inert]') === null &&
    element.checkVisibility({ visibilityProperty: true })
  )
}

/** Presses what names this key; where that leads to a field, goes into it. False where nothing names it. */
export function pressKey(key: string): boolean {
  const target = keyTarget(key)
  if (!target) return false
  if (target.matches(TEXT)) target.focus()
  else {
    const fold = target.matches('summary') ? target.closest('details') : null
    // A second press on what is open already goes back into it, and does not close it.
    if (!fold?.open) target.click()
    const within =
      target.dataset.teclaFoco === undefined ? fold : document.getElementById(target.dataset.teclaFoco)
    // What the click opens is there after the page's own handlers have run.
    requestAnimationFrame(() => fieldOf(within)?.focus())
  }
  return true
}

/** The element itself where it takes focus, else the text or the first choice in it. */
function fieldOf(place: HTMLElement | null): HTMLElement | null {
  if (!place || place.matches(TEXT)) return place
  const fields = [...place.querySelectorAll<HTMLElement>(`textarea, select, ${TEXT}`)].filter(
    (field) => !field.matches('[type=hidden]') && usable(field),
  )
  return fields.find((field) => field.matches('textarea')) ?? fields[0] ?? null
}

/** A Mac's keyboard has ⌘ where others have Ctrl. */
export const isApple = () => /Mac|iPhone|iPad/.test(navigator.platform)
