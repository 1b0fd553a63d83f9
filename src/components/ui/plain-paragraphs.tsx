import { Fragment } from 'react'
import { cn } from './cn'
import { paragraphsOf } from './plain-text'

/** How what people wrote is set. */
export const PROSE = 'prose-ticket wrap-anywhere'

/** A text that has no mark of Markdown, as its paragraphs and lines. */
export function PlainText({ text, className }: { text: string; className?: string | undefined }) {
  return <div className={cn(PROSE, className)}>{paragraphsOf(text).map(Paragraph)}</div>
}

function Paragraph(lines: readonly string[], index: number) {
  return (
    <p key={index}>
      {lines.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a text's lines have nothing else to be known by
        <Fragment key={at}>
          {at > 0 && (
            <>
              <br />
              {'\n'}
            </>
          )}
          {line}
        </Fragment>
      ))}
    </p>
  )
}
