import { FOUND } from '@projections/busqueda/search'

/** A text with the found words marked, as they stand between FOUND's marks. */
export function Marked({ text }: { text: string }) {
  // What stands before an end mark was found: every second piece.
  const pieces = text.split(new RegExp(`[${FOUND.begin}${FOUND.end}]`))
  return pieces.map((piece, at) =>
    at % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text, never moved
      <mark key={at} className="rounded-sm bg-warning-soft px-0.5 text-warning-ink">
        {piece}
      </mark>
    ) : (
      piece
    ),
  )
}

/** The text without its marks. */
export function unmarked(text: string): string {
  return text.replaceAll(FOUND.begin, '').replaceAll(FOUND.end, '')
}
