import { link, mkdir, open, readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ulid } from 'ulid'

/**
 * Keeps a secret in a file that only its owner can read, unless there is one already.
 * @returns what is in the file: this text, or that of the process that was first
 * @throws what the file system says
 */
export async function createOnce(path: string, text: string): Promise<string> {
  const draft = `${path}.${process.pid}.${ulid()}`
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeSecret(draft, text)
    // A link is made whole or not at all, and never over another: of two processes both read the same secret.
    await link(draft, path)
    return text
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      return await readFile(path, 'utf8')
    throw error
  } finally {
    await rm(draft, { force: true })
  }
}

async function writeSecret(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}
