import ReactMarkdown, { type Components } from 'react-markdown'
import remarkBreaks from 'remark-breaks'
import remarkGfm from 'remark-gfm'
import { cn } from './cn'

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

/**
 * What people wrote, as Markdown (CommonMark and GitHub's tables, lists and strikethrough), a line's end kept as one.
 * HTML in it is shown as text and never as markup; addresses other than http, https, mailto and the like are dropped.
 */
export function Markdown({ text, className }: { text: string; className?: string }) {
  return (
    <div className={cn('prose-ticket wrap-anywhere', className)}>
      <ReactMarkdown remarkPlugins={[remarkGfm, remarkBreaks]} components={COMPONENTS}>
        {text}
      </ReactMarkdown>
    </div>
  )
}
