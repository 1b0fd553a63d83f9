const PATIENCE_MS = 5000

/** Sends JSON to an address that somebody configured. @throws where it isn't taken: what went wrong, or its status */
export async function postJson(url: string, body: unknown): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    // What is sent is meant for this address: where that points elsewhere, it is refused like any other failure.
    redirect: 'manual',
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  await response.body?.cancel()
  if (!response.ok) throw new Error(`respondió ${response.status}`)
}
