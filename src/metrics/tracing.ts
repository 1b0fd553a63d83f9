import { type Attributes, type Context, context, type Span, SpanStatusCode, trace } from '@opentelemetry/api'

// Next loads pages, routes and instrumentation as separate module graphs: one switch serves all.
const KEY = Symbol.for('bitacora.tracing')
const holder = globalThis as typeof globalThis & { [KEY]?: true }

/** From here on spans are made: somebody takes them. */
export function startTracing(): void {
  holder[KEY] = true
}

/** Where a span would be put now; null while nobody traces. */
export function traceContext(): Context | null {
  return holder[KEY] ? context.active() : null
}

/**
 * Does something within a span of the trace that is going on; without tracing it costs nothing.
 * @param attributes ids and names; nothing that people wrote
 * @param within where the work comes from, where that is not where it is called
 */
export async function traced<T>(
  name: string,
  attributes: Attributes,
  work: () => Promise<T>,
  within: Context | null = null,
): Promise<T> {
  if (!holder[KEY]) return await work()
  const run = async (span: Span) => {
    try {
      return await work()
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR })
      // The name alone: a message may quote what was sent.
      span.setAttribute('error.type', error instanceof Error ? error.name : 'unknown')
      throw error
    } finally {
      span.end()
    }
  }
  return await trace
    .getTracer('bitacora')
    .startActiveSpan(name, { attributes }, within ?? context.active(), run)
}
