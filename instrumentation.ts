/** Runs once when the server starts, before its first request: from here on the projections follow the log. */
export async function register(): Promise<void> {
  // Next builds this file for its edge runtime too, and leaves out there what stands behind this very expression.
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  // Whoever reads our output may die before us: Next would say so into the same pipe, again and again, without end.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined)
  await registerTracing()
  const { followLogWhileServing } = await import('@/runtime')
  const { after } = await import('next/server')
  await followLogWhileServing(after)
}

/** Off unless the standard variables of OpenTelemetry name a place for spans; the exporter reads the rest of them. */
async function registerTracing(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { OTEL_SDK_DISABLED, OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT } = process.env
  const target = OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? OTEL_EXPORTER_OTLP_ENDPOINT
  if (OTEL_SDK_DISABLED === 'true' || !target || process.env.OTEL_TRACES_EXPORTER === 'none') return
  const { registerOTel } = await import('@vercel/otel')
  const { startTracing } = await import('@/metrics/tracing')
  registerOTel({ serviceName: process.env.OTEL_SERVICE_NAME ?? 'bitacora' })
  startTracing()
}
