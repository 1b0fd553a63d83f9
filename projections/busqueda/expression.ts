/** Words beyond this are not looked for: a pasted log is no query. */
const MAX_WORDS = 12

/**
 * What a person typed as an FTS5 expression: every word must be there, in any order, accents and case aside; what
 * stands in double quotes as a phrase; the last word may be the beginning of one. Nothing of it is taken as syntax.
 * @param endings the indexed words that the last one may be the beginning of, where they are known
 * @returns null where nothing is left to look for
 * @see https://www.sqlite.org/fts5.html#full_text_query_syntax
 */
export function searchExpression(typed: string, endings: readonly string[] = []): string | null {
  const phrases = phrasesOf(typed)
  const last = phrases.at(-1)
  if (last === undefined) return null
  const quote = (words: readonly string[]) => `"${words.slice(0, MAX_WORDS).join(' ')}"`
  const whole = phrases.slice(0, -1).map(({ words }) => quote(words))
  if (!last.open) return [...whole, quote(last.words)].join(' ')
  if (endings.length === 0) return [...whole, `${quote(last.words)}*`].join(' ')
  const any = `(${endings.map((word) => quote([word])).join(' OR ')})`
  return whole.length === 0 ? any : `${whole.join(' ')} AND ${any}`
}

/**
 * An expression held to what people wrote: the index's third column says who may read a document, in words of its own.
 * Whatever looks through the index with words from outside goes through here.
 */
export function inTexts(expression: string): string {
  return `{titulo texto} : (${expression})`
}

/** So short beginnings the index knows by themselves. */
const LONGEST_INDEXED = 3

/**
 * The word that is still being typed, as the index has its words: accents and case away.
 * @returns null where the last one is whole, a phrase, or so short that its texts are found without knowing its endings
 */
export function openWord(typed: string): string | null {
  const last = phrasesOf(typed).at(-1)
  const [word] = last?.words ?? []
  if (!last?.open || last.words.length > 1 || word === undefined) return null
  const folded = word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return folded.length > LONGEST_INDEXED ? folded : null
}

interface Phrase {
  readonly words: readonly string[]
  /** True for a last word that may go on. */
  readonly open: boolean
}

function phrasesOf(typed: string): Phrase[] {
  const parts = [...typed.normalize('NFC').matchAll(/"([^"]*)"|([^\s"]+)/g)].map(([, phrase, word]) => ({
    words: wordsOf(phrase ?? word ?? ''),
    quoted: phrase !== undefined,
  }))
  const phrases = parts.filter(({ words }) => words.length > 0).slice(0, MAX_WORDS)
  const goesOn = !/[\s"]$/.test(typed)
  return phrases.map(({ words, quoted }, index) => ({
    words,
    open: goesOn && !quoted && index === phrases.length - 1,
  }))
}

/** As the index's tokenizer cuts text: runs of letters, marks and digits. */
function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{M}\p{N}\p{Co}]+/gu) ?? []
}
