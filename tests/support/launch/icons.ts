import { writeFile } from 'node:fs/promises'
import { buildIcons, ICONS_FILE } from '../icons'

await writeFile(ICONS_FILE, await buildIcons())
