import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { seedSql } from './sql'

await writeFile(fileURLToPath(new URL('../seed.sql', import.meta.url)), seedSql())
