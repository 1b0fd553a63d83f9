import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'
import { createClient } from '@libsql/client'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openApp, type RunningApp } from '../support/e2e/app'
import { logInByForm, sharedBrowser } from '../support/e2e/browser'
import { freePort } from '../support/ports'

const Value = z.object({ stringValue: z.string().optional() })
const Span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  attributes: z.array(z.object({ key: z.string(), value: Value })).default([]),
})
// OTLP/HTTP in JSON: opentelemetry.io/docs/specs/otlp
const Sent = z.object({
  resourceSpans: z.array(z.object({ scopeSpans: z.array(z.object({ spans: z.array(Span) })) })),
})
type Span = z.infer<typeof Span>

const spans: Span[] = []
const collector = createServer((request, response) => {
  void json(request).then((body) => {
    for (const { scopeSpans } of Sent.parse(body).resourceSpans)
      spans.push(...scopeSpans.flatMap((scope) => scope.spans))
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
})

let app: RunningApp
let browser: Browser
beforeAll(async () => {
  const port = await freePort()
  await new Promise<void>((resolve) => collector.listen(port, '127.0.0.1', resolve))
  app = await openApp({
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  })
  browser = await sharedBrowser()
})
afterAll(async () => {
  await app.close()
  collector.close()
})

const named = (start: string) => spans.find(({ name }) => name.startsWith(start))

/** From a span up to the request that it came from. */
function wayUp(span: Span): string[] {
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId)
  return parent ? [span.name, ...wayUp(parent)] : [span.name]
}

async function correlationOfLastComment(): Promise<unknown> {
  const client = createClient({ url: `file:${app.system.file}` })
  const { rows } = await client.execute(
    "SELECT correlacion_id FROM interacciones WHERE tipo = 'comentario' ORDER BY id DESC LIMIT 1",
  )
  client.close()
  return rows[0]?.correlacion_id
}

test('a comment is one trace at a collector, from its request to the log, found by its correlation', async () => {
  const { page } = await logInByForm(browser, app.url, 'operador')
  await page.goto('/tickets/20')
  await page.locator('#responder').getByLabel('Mensaje').fill('El texto que nadie traza')
  await page.locator('#responder button[type=submit]').first().click()
  await page.locator('li', { hasText: 'El texto que nadie traza' }).first().waitFor()
  await expect.poll(() => named('comando comentar') && named('append') && named('action')).toBeDefined()
  const command = named('comando comentar')
  await expect.poll(() => command && wayUp(command).length).toBeGreaterThan(2)
  expect(command && wayUp(command).slice(0, 2)).toEqual(['comando comentar', 'action'])
  expect(command && wayUp(command).at(-1)).toMatch(/^POST/)
  const correlacion = command?.attributes.find(({ key }) => key === 'correlacion_id')?.value.stringValue
  expect(correlacion).toBe(await correlationOfLastComment())
  expect(JSON.stringify(spans)).not.toContain('nadie traza')
})
