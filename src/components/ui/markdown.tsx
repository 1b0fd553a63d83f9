import type { ReactElement } from 'react'
import ReactMarkdown, { type Components, type Options } from 'react-markdown'
import remarkBreaks from 'remark-breaks'
import remarkGfm from 'remark-gfm'
import { cn } from './cn'
import { PlainText, PROSE } from './plain-paragraphs'
import { isPlain } from './plain-text'

// Headings of a comment are none of the page's: its outline is the page's own.
const COMPONENTS: Components = {
  h1: 'h4',
  h2: 'h4',
  h3: 'h4',
  h4: 'h5',
  h5: 'h6',
  h6: 'h6',
  a: ({ href, children }) => (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow ugc">
      {children}
    </a>
  ),
  // A picture from elsewhere would tell that server who reads the ticket, and when.
  img: ({ src, alt }) => {
    const href = typeof src === 'string' ? src : ''
    return (
      <a href={href} target="_blank" rel="noopener noreferrer nofollow ugc">
        {alt || href}
      </a>
    )
  },
  table: ({ children }) => (
    <div className="overflow-x-auto">
      <table>{children}</table>
    </div>
  ),
}

type Handlers = NonNullable<NonNullable<Options['remarkRehypeOptions']>['handlers']>
interface Footnote {
  readonly label?: string | null
}
const markOf = ({ label }: Footnote) => `[^${label ?? ''}]`

// Their section has a heading in one language and ids that every text of the page would share: they stay as written.
const FOOTNOTES: Handlers = {
  footnoteReference: (_, node: Footnote) => ({ type: 'text', value: markOf(node) }),
  footnoteDefinition(state, node: Footnote & Parameters<typeof state.all>[0]) {
    const mark = { type: 'text' as const, value: `${markOf(node)}: ` }
    const [first, ...rest] = state.all(node)
    if (first?.type !== 'element') return { type: 'element', tagName: 'p', properties: {}, children: [mark] }
    return [{ ...first, children: [mark, ...first.children] }, ...rest]
  },
}

/**
 * What people wrote, as Markdown (CommonMark and GitHub's tables, lists and strikethrough), a line's end kept as one.
 * HTML in it is shown as text and never as markup; addresses other than http, https, mailto and the like are dropped.
 */
export function Markdown({ text, className }: { text: string; className?: string }) {
  if (isPlain(text)) return <PlainText text={text} className={className} />
  return <div className={cn(PROSE, className)}>{parsed(text)}</div>
}

// Parsing is nearly all that Markdown costs: 2 to 4 ms a text, and a page shows the same fifty again and again.
const KEPT = 400
const KEPT_LENGTH = 8000
const made = new Map<string, ReactElement>()

/** A text's elements: parsed once and kept, up to KEPT texts; the longest unused goes first. */
function parsed(text: string): ReactElement {
  const kept = made.get(text)
  made.delete(text)
  const element =
    kept ??
    ReactMarkdown({
      remarkPlugins: [remarkGfm, remarkBreaks],
      remarkRehypeOptions: { handlers: FOOTNOTES },
      components: COMPONENTS,
      children: text,
    })
  if (text.length <= KEPT_LENGTH) made.set(text, element)
  const [oldest] = made.size > KEPT ? made.keys() : []
  if (oldest !== undefined) made.delete(oldest)
  return element
}
