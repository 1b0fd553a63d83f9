import type { Idioma } from '@/domain/values'

/** What a mail says, in either of its halves. */
export interface MailParts {
  readonly idioma: Idioma
  readonly titulo: string
  readonly frase: string
  readonly cita: string | null
  readonly url: string
  readonly ver: string
  readonly pie: string
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as HTML shows it: nothing that people wrote is markup. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character)
}

/** The mail's HTML half: no pictures, no scripts, nothing that is fetched from anywhere. */
export function page({ idioma, titulo, frase, cita, url, ver, pie }: MailParts): string {
  const quote =
    cita === null
      ? ''
      : `<blockquote style="margin:0 0 16px;padding:8px 12px;border-left:3px solid #0f766e;white-space:pre-wrap">${escapeHtml(cita)}</blockquote>`
  return `<!doctype html>
<html lang="${idioma}">
<head><meta charset="utf-8"><title>${escapeHtml(titulo)}</title></head>
<body style="font-family:system-ui,sans-serif;font-size:15px;line-height:1.5;max-width:40em">
<h1 style="font-size:18px;margin:0 0 12px">${escapeHtml(titulo)}</h1>
<p>${escapeHtml(frase)}</p>
${quote}<p><a href="${escapeHtml(url)}">${escapeHtml(ver)}</a></p>
<p style="font-size:13px;opacity:.75">${escapeHtml(pie)}</p>
</body>
</html>
`
}
