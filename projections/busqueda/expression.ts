/** Words beyond this are not looked for: a pasted log is no query. */
const MAX_WORDS = 12

/**
 * What a person typed as an FTS5 expression: every word must be there, in any order, accents and case aside; what
 * stands in double quotes as a phrase; the last word may be the beginning of one. Nothing of it is taken as syntax.
 * @returns null where nothing is left to look for
 * @see https://www.sqlite.org/fts5.html#full_text_query_syntax
 */
export function searchExpression(typed: string): string | null {
  const parts = [...typed.normalize('NFC').matchAll(/"([^"]*)"|([^\s"]+)/g)].map(([, phrase, word]) => ({
    words: wordsOf(phrase ?? word ?? ''),
    quoted: phrase !== undefined,
  }))
  const phrases = parts.filter(({ words }) => words.length > 0).slice(0, MAX_WORDS)
  if (phrases.length === 0) return null
  const open = !/[\s"]$/.test(typed)
  return phrases
    .map(({ words, quoted }, index) => {
      const last = index === phrases.length - 1
      return `"${words.slice(0, MAX_WORDS).join(' ')}"${last && open && !quoted ? '*' : ''}`
    })
    .join(' ')
}

/** As the index's tokenizer cuts text: runs of letters, marks and digits. */
function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{M}\p{N}\p{Co}]+/gu) ?? []
}
