const FRAMES = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'

/** A line that is not a step: an address, an account, a hint. */
export function say(text = ''): void {
  process.stdout.write(`${text}\n`)
}

/**
 * Shows one step while it is at work, with the seconds that it takes, and then what came of it.
 * @param work returns what to show; null shows nothing, for a step that had nothing to do
 */
export async function step(label: string, work: () => Promise<string | null>): Promise<void> {
  const stopSpinner = process.stdout.isTTY ? spin(label) : announceLate(label)
  try {
    const done = await work()
    stopSpinner()
    if (done !== null) say(`  ✓ ${done}`)
  } catch (error) {
    stopSpinner()
    say(`  ✗ ${label}`)
    throw error
  }
}

function spin(label: string): () => void {
  const began = Date.now()
  let frame = 0
  const draw = () => {
    const seconds = Math.round((Date.now() - began) / 1000)
    const elapsed = seconds < 2 ? '' : ` ${seconds} s`
    process.stdout.write(`\r\x1b[2K  ${FRAMES.charAt(frame++ % FRAMES.length)} ${label}…${elapsed}`)
  }
  const timer = setInterval(draw, 100)
  draw()
  return () => {
    clearInterval(timer)
    process.stdout.write('\r\x1b[2K')
  }
}

// In a log, a quick step is one line; a slow one says at once that it is at work.
function announceLate(label: string): () => void {
  const timer = setTimeout(() => say(`  … ${label}`), 700)
  return () => clearTimeout(timer)
}
