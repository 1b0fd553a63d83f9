import { defineEntityWrites } from '../engine/entity'
import { TICKETS } from './row'

/** The live path's row writer: the bus hands its statements to the log's own transaction. */
export const TICKET_WRITES = defineEntityWrites(TICKETS, ['api_server'])
