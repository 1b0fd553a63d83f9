import { subscribe } from 'node:diagnostics_channel'
import { Socket } from 'node:net'

/**
 * Keeps the connections that servers of this process are given, from here on.
 * @returns ends those on which nothing has been asked, as browsers open them ahead: a server that closes waits for
 * every open connection, and Node times out none of them any more
 */
export function watchSilentSockets(): () => void {
  const open = new Set<Socket>()
  subscribe('net.server.socket', (message) => {
    if (typeof message !== 'object' || message === null || !('socket' in message)) return
    const { socket } = message
    if (!(socket instanceof Socket)) return
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  return () => {
    for (const socket of open) if (socket.bytesRead === 0) socket.destroy()
  }
}
