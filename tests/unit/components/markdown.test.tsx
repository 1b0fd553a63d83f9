import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Markdown } from '@/components/ui/markdown'

// Mutant seen to fail: footnotes as GitHub makes them, with «Footnotes» and `id`s that two comments share.
test('a footnote stays as it was written, whatever the language, and has no id', () => {
  const html = renderToStaticMarkup(<Markdown text={'Falla[^1] **hoy**.\n\n[^1]: Ver el manual.\n\nFin'} />)
  expect(html).toContain('<p>Falla[^1] <strong>hoy</strong>.</p>')
  expect(html).toContain('<p>[^1]: Ver el manual.</p>')
  expect(html).not.toMatch(/ id=|Footnotes|footnote/)
})
