import type { Locale } from '@/i18n/locales'
import { openApi } from './openapi'
import type { Operation, Parameter } from './openapi-types'
import { type Words, wordsIn } from './words'

const STYLE = `:root{color-scheme:light dark}body{font:16px/1.55 system-ui,sans-serif;max-width:62rem;margin:0 auto;padding:1.5rem}
h1{font-size:1.7rem}h2{margin-top:2.5rem;text-transform:capitalize}details{border:1px solid #8886;border-radius:.6rem;margin:.6rem 0;padding:.2rem .9rem}
summary{cursor:pointer;padding:.5rem 0;overflow-wrap:anywhere}code,pre{font-family:ui-monospace,monospace;font-size:.86em}
pre{overflow:auto;padding:.8rem;border-radius:.5rem;background:#8881}b{display:inline-block;min-width:4.2rem}
table{border-collapse:collapse;width:100%;display:block;overflow-x:auto}td,th{text-align:left;padding:.3rem .8rem .3rem 0;vertical-align:top}`

const html = (text: string) =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign)
const json = (value: unknown) => `<pre>${html(JSON.stringify(value, null, 2))}</pre>`

/** The document for people: one page, without a script and without anything from elsewhere. */
export function documentPage(locale: Locale, url: string): string {
  const t = wordsIn(locale)
  const { paths, tags, components, info } = openApi(locale, url)
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  const groups = tags.map(({ name }) => {
    const own = operations.filter(({ operation }) => operation.tags.includes(String(name)))
    return `<h2 id="${html(String(name))}">${html(String(name))}</h2>${own
      .map(({ path, method, operation }) => entry(method, path, operation, t))
      .join('')}`
  })
  const schemas = Object.entries(components.schemas).map(
    ([name, schema]) =>
      `<details id="${html(name)}"><summary><code>${html(name)}</code></summary>${json(schema)}</details>`,
  )
  const title = html(t('api.documento.titulo'))
  return `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>${STYLE}</style></head><body><h1>${title}</h1><p>${html(String(info.description))}</p>
<p>${html(t('api.documento.maquina'))} <a href="/api/openapi.json">/api/openapi.json</a></p>
${groups.join('')}<h2>${html(t('api.documento.esquemas'))}</h2>${schemas.join('')}</body></html>`
}

function entry(method: string, path: string, operation: Operation, t: Words): string {
  const { operationId, summary, description, security = [], parameters, requestBody, responses } = operation
  const scopes = security.flatMap((one) => (Array.isArray(one.token) ? one.token.map(String) : []))
  const need =
    scopes.length === 0 ? t('api.documento.publica') : `${t('api.documento.permiso')}: ${scopes.join(', ')}`
  const body = requestBody?.content['application/json']?.schema
  return `<details id="${html(operationId)}"><summary><b>${method.toUpperCase()}</b> <code>${html(path)}</code><br>${html(summary)}</summary>
<p>${html(need)}</p>${description ? `<p>${html(description)}</p>` : ''}
${parameters.length === 0 ? '' : `<h3>${html(t('api.documento.parametros'))}</h3><table>${parameters.map((one) => row(one, t)).join('')}</table>`}
${body === undefined ? '' : `<h3>${html(t('api.documento.cuerpo'))}</h3>${json(body)}`}
<h3>${html(t('api.documento.respuestas'))}</h3><table>${Object.entries(responses)
    .map(([status, { description: said, content = {} }]) => {
      const names = Object.values(content).map(
        ({ schema }) => (typeof schema.$ref === 'string' ? schema.$ref : '').split('/').at(-1) ?? '',
      )
      const links = names.map((name) => (name === '' ? '' : `<a href="#${html(name)}">${html(name)}</a>`))
      return `<tr><td><code>${status}</code></td><td>${html(said)}</td><td>${links.join(' ')}</td></tr>`
    })
    .join('')}</table></details>`
}

function row({ name, in: place, required, schema }: Parameter, t: Words): string {
  const must = required ? html(t('api.documento.obligatorio')) : ''
  const { $schema: _, ...told } = schema
  return `<tr><td><code>${html(name)}</code></td><td>${place}</td><td>${must}</td><td><code>${html(JSON.stringify(told))}</code></td></tr>`
}
