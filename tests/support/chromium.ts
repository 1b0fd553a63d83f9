import { existsSync } from 'node:fs'

// Without the windows that nobody sees a page costs half: Debian has the same browser as a package without them.
const PATHS = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium']

/** Where the browser is: `CHROMIUM_PATH`, else Debian's; undefined where there is none. */
export const CHROMIUM: string | undefined = [process.env.CHROMIUM_PATH ?? '', ...PATHS].find(
  (path) => path !== '' && existsSync(path),
)
