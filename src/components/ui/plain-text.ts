// Whatever could mean something to CommonMark or GitHub's Markdown, anywhere in a text: too much is taken for it rather
// than too little, since such a text is only rendered the long way.
const MARKS = /[\\`*_~[\]<>|&#@\r\t\f\v]|:\/\/|www\./i
const LINE_MARKS = /^(?:[ \u00a0\ufeff]|[-+=:]|\d{1,9}[.)])|[ \u00a0\ufeff]$/m

/** True where a text has no mark of Markdown at all: it is paragraphs and lines, and nothing else. */
export function isPlain(text: string): boolean {
  return !MARKS.test(text) && !LINE_MARKS.test(text)
}

/** The paragraphs of a plain text, each as its lines. */
export function paragraphsOf(text: string): string[][] {
  return text
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.split('\n').filter((line) => line !== ''))
    .filter((lines) => lines.length > 0)
}
