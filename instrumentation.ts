/** Runs once when the server starts, before its first request: from here on the projections follow the log. */
export async function register(): Promise<void> {
  // Next builds this file for its edge runtime too, and leaves out there what stands behind this very expression.
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { followLogWhileServing } = await import('@/runtime')
  await followLogWhileServing()
}
