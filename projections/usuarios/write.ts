import { defineEntityWrites } from '../engine/entity'
import { USUARIOS } from './row'

/** What stands for a password where none was set: no argon2id hash, so that nothing matches it. */
export const NO_PASSWORD = '!'

/** The live path's row writer: the bus hands its statements to the log's own transaction. */
export const CUENTA_WRITES = defineEntityWrites(USUARIOS, ['api_server'], {
  name: 'password_hash',
  none: NO_PASSWORD,
})
