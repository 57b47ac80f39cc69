import { lookup } from 'node:dns';
import { request as requestOverHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestOverTls } from 'node:https';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** The address may not be asked: its host is of a network that is none of ours to reach, or it is not encrypted. */
export class AddressForbidden extends Error {}
/** The answer is larger than any provider's should be. */
export class AnswerTooLarge extends Error {}

export interface FetchLimits {
  /** Networks (CIDR) that may be reached although they are not public. */
  readonly networks: readonly string[];
  /** From the first byte sent to the last one read. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

interface Request {
  readonly method?: string;
  readonly headers?: Record<string, string> | Headers;
  readonly body?: unknown;
  readonly signal?: AbortSignal | null | undefined;
}
export type GuardedFetch = (url: string, request: Request) => Promise<Response>;

/**
 * Fetches what a tenant's settings point at, and nothing that is only within our reach (server-side request forgery; OWASP
 * ASVS 1.3.6): HTTPS to public addresses. The address that was judged is the one that is connected to, so a name that resolves
 * to another one in between gains nothing; redirects are not followed; answers are bounded in time and size.
 */
export function createGuardedFetch({ networks, timeoutMs, maxBytes }: FetchLimits): GuardedFetch {
  const allowed = networks.map((network) => ipaddr.parseCIDR(network));
  const mayReach = (address: string): boolean => {
    const ip = ipaddr.process(address);
    return ip.range() === 'unicast' || allowed.some((network) => isIn(ip, network));
  };
  return async (text, { method = 'GET', headers = {}, body, signal }) => {
    const url = new URL(text);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (!isEncrypted(url, host)) throw new AddressForbidden(`${url.origin}: only https:// is asked.`);
    if (ipaddr.isValid(host) && !mayReach(host)) throw new AddressForbidden(`${url.origin} is no public address.`);
    const within = AbortSignal.timeout(timeoutMs);
    const options: RequestOptions = {
      method,
      headers: Object.fromEntries(new Headers(headers)),
      lookup: judged(mayReach),
      signal: signal ? AbortSignal.any([signal, within]) : within,
      agent: false,
    };
    const response = await send(url, options, textOf(body));
    return new Response(await read(response, maxBytes, within), {
      status: response.statusCode ?? 500,
      headers: Object.entries(response.headers).flatMap(([name, value]): [string, string][] =>
        value === undefined ? [] : [[name, String(value)]],
      ),
    });
  };
}

/** Plain HTTP to this very machine alone, where its networks are allowed at all: a provider under test. */
const isEncrypted = ({ protocol }: URL, host: string): boolean =>
  protocol === 'https:' || (protocol === 'http:' && (host === 'localhost' || isLoopback(host)));

const isLoopback = (host: string): boolean => ipaddr.isValid(host) && ipaddr.process(host).range() === 'loopback';

const isIn = (ip: ipaddr.IPv4 | ipaddr.IPv6, [network, bits]: [ipaddr.IPv4 | ipaddr.IPv6, number]): boolean =>
  ip.kind() === network.kind() && ip.match(network, bits);

/** Resolves a name to those of its addresses that may be reached. */
const judged =
  (mayReach: (address: string) => boolean): LookupFunction =>
  (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, []);
      const fine = found.filter(({ address }) => mayReach(address));
      const [first] = fine;
      if (!first) return callback(new AddressForbidden(`${hostname} has no public address.`), []);
      return options.all ? callback(null, fine) : callback(null, first.address, first.family);
    });
  };

function send(url: URL, options: RequestOptions, body: string | null): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestOverTls : requestOverHttp)(url, options, resolve);
    request.on('error', reject);
    request.end(body ?? undefined);
  });
}

async function read(response: IncomingMessage, maxBytes: number, within: AbortSignal): Promise<Buffer<ArrayBuffer> | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  within.addEventListener('abort', () => response.destroy(within.reason as Error), { once: true });
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) {
      response.destroy();
      throw new AnswerTooLarge(`More than ${maxBytes} bytes.`);
    }
    chunks.push(chunk);
  }
  // A response without content may have no body at all (Fetch section 2.2.6).
  return [204, 205, 304].includes(response.statusCode ?? 0) ? null : Buffer.concat(chunks);
}

function textOf(body: unknown): string | null {
  if (body === undefined || body === null) return null;
  if (typeof body === 'string' || body instanceof URLSearchParams) return String(body);
  throw new TypeError('Only text and forms are sent.');
}
