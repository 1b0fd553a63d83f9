import { type LookupAddress, lookup } from 'node:dns'
import { BlockList, isIP } from 'node:net'

/** Networks that are nobody's to be reached from outside: https://www.iana.org/assignments/iana-ipv4-special-registry */
const PRIVATE_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]
// Among them what carries an IPv4 address inside, which would have to be looked at again.
const PRIVATE_V6 = [
  '::/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
]

const blocked = new BlockList()
for (const [networks, family] of [
  [PRIVATE_V4, 'ipv4'],
  [PRIVATE_V6, 'ipv6'],
] as const)
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    blocked.addSubnet(address, Number(bits), family)
  }

/** True for an address of a private or reserved network, and for what is no address at all. */
export function isPrivate(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, '')
  const mapped = /^::ffff:(?:0:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1]
  if (mapped !== undefined) return isPrivate(mapped)
  const family = isIP(bare)
  // The same in hexadecimal, as URL writes it.
  if (family === 6 && /^::ffff:/i.test(bare)) return true
  return family === 0 || blocked.check(bare, family === 4 ? 'ipv4' : 'ipv6')
}

/** An address that nothing is sent to, or a name without one. Its message begins with the code that pages translate. */
export class NotSendable extends Error {
  override readonly name = 'NotSendable'
  constructor(code: 'DIRECCION_PRIVADA' | 'SIN_DIRECCION', where: string) {
    super(`${code}: ${where}`)
  }
}

type Answer = (error: Error | null, address: string | LookupAddress[], family?: number) => void
/** What a name leads to, as `dns.lookup` tells it. */
export type Resolve = (
  hostname: string,
  options: { readonly all: true },
  answer: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/**
 * A lookup for a socket: the very addresses that are connected to are the ones that were looked at, so that a name
 * which answers otherwise a moment later gains nothing.
 */
export function guardedLookup(resolve: Resolve = lookup) {
  return (hostname: string, options: { readonly all?: boolean | undefined }, answer: Answer): void => {
    resolve(hostname, { all: true }, (error, addresses) => {
      if (error) return answer(error, [])
      const bad = addresses.find(({ address }) => isPrivate(address))
      if (bad) return answer(new NotSendable('DIRECCION_PRIVADA', `${hostname} (${bad.address})`), [])
      const [first] = addresses
      if (!first) return answer(new NotSendable('SIN_DIRECCION', hostname), [])
      if (options.all) answer(null, addresses)
      else answer(null, first.address, first.family)
    })
  }
}
