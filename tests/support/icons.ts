import { readFile } from 'node:fs/promises'
import * as lucide from 'lucide-react'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'

const NAMES = 'src/components/ui/icons.tsx'
export const ICONS_FILE = 'src/components/ui/icons.svg'

/** The file of all icons that the pages name, each a symbol under its name. */
export async function buildIcons(): Promise<string> {
  const names = [...(await readFile(NAMES, 'utf8')).matchAll(/ icon\('(\w+)'\)/g)].map(
    ([, name = '']) => name,
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">\n${names.map(symbol).join('')}</svg>\n`
}

function symbol(name: string): string {
  // Not among `lucide.icons`: that one leaves the second names out.
  const Drawn: unknown = Reflect.get(lucide, name)
  if (!isIcon(Drawn)) throw new Error(`Lucide has no ${name}`)
  const drawing = renderToStaticMarkup(createElement(Drawn)).replace(/^<svg[^>]*>|<\/svg>$/g, '')
  const looks =
    'viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
  return `<symbol id="${name}" ${looks}>${drawing}</symbol>\n`
}

function isIcon(exported: unknown): exported is lucide.LucideIcon {
  return typeof exported === 'object' && exported !== null && 'displayName' in exported
}
