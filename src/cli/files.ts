import { CliError } from './failures'

/** What the file system says of a file, in the words of the command line; any other error as it is. */
export function explainFile(error: unknown, fichero: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'ENOENT') return new CliError(`No existe el fichero ${fichero}.`)
  if (code === 'EISDIR' || code === 'EACCES') return new CliError(`No se puede leer ${fichero}.`)
  return error
}
