import ipaddr from 'ipaddr.js';

/** Ranges in which equal addresses are no equal place. */
const telling = new Set(['unicast', 'reserved', '6to4', 'teredo', 'rfc6145', 'rfc6052', 'ipv4Mapped']);

/**
 * The one form of an address that sharing is judged by: IPv4 as it is (mapped ones too), IPv6 as its /64, which is what one
 * household or server gets (RFC 6177). Null for private, shared (RFC 6598) and malformed ones.
 */
export function networkOf(ip: string): string | null {
  if (!ipaddr.isValid(ip)) return null;
  const address = ipaddr.process(ip);
  if (!telling.has(address.range())) return null;
  if (address.kind() === 'ipv4') return address.toString();
  const [a, b, c, d] = (address as ipaddr.IPv6).parts;
  return `${new ipaddr.IPv6([a!, b!, c!, d!, 0, 0, 0, 0]).toString()}/64`;
}
