import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type Id, newId } from '@praetor/kernel/id';

/** Which of a caller's proofs to check. A caller that offers several is judged by the first. */
export type Credential =
  | { readonly kind: 'accessToken'; readonly value: string }
  | { readonly kind: 'apiKey'; readonly value: string }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'none' };

/** Who knocks and how, before anything is believed: the same for HTTP, SSE and sockets. */
export interface Caller {
  readonly requestId: Id<'request'>;
  readonly traceparent: string;
  /** What they sent of W3C Trace Context, if it is valid. */
  readonly callersTraceparent: string | null;
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly credential: Credential;
  /** Slug or id of the tenant an anonymous caller speaks to. */
  readonly tenant: string | null;
}

export interface CallerOptions {
  /** Believe `x-forwarded-for`: only behind a proxy that sets it. */
  readonly trustProxy: boolean;
  /** Origins besides our own whose pages may act with the browser's cookie. */
  readonly origins: readonly string[];
}

const accessCookie = 'praetor_access';

/** Reads a caller from a request. `connectionParams` are a socket's headers, which browsers cannot send otherwise. */
export function callerOf(
  request: IncomingMessage,
  options: CallerOptions,
  connectionParams?: Readonly<Record<string, unknown>>,
): Caller {
  const params = lowerCased(connectionParams ?? {});
  const field = (name: string): string | null => params[name] ?? header(request, name);
  return {
    requestId: newId('request'),
    ...traceOf(field('traceparent')),
    ip: addressOf(request, options.trustProxy),
    userAgent: header(request, 'user-agent')?.slice(0, 300) ?? null,
    credential: credentialOf(field('authorization'), field('x-api-key'), cookieOf(request)),
    tenant: field('x-praetor-tenant'),
  };
}

function credentialOf(authorization: string | null, apiKey: string | null, cookie: string | null): Credential {
  if (authorization !== null) {
    const value = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    if (!value) return { kind: 'malformed' };
    return { kind: value.startsWith('pk_') ? 'apiKey' : 'accessToken', value };
  }
  if (apiKey) return { kind: 'apiKey', value: apiKey };
  if (cookie) return { kind: 'accessToken', value: cookie };
  return { kind: 'none' };
}

/**
 * Whether a page of this origin may act here. Requests without `Origin` do not come from another site's page: browsers
 * send it with every cross-site POST and socket.
 */
export function isAllowedOrigin(request: IncomingMessage, origins: readonly string[]): boolean {
  const origin = header(request, 'origin');
  if (origin === null || origins.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === header(request, 'host');
}

/** A browser attaches cookies whoever asks, so they count only when no foreign page asked (CSRF). */
export function usesCookieFromForeignPage(request: IncomingMessage, origins: readonly string[]): boolean {
  const named = header(request, 'authorization') ?? header(request, 'x-api-key');
  return named === null && cookieOf(request) !== null && !isAllowedOrigin(request, origins);
}

/** The access token of a browser that keeps it in a cookie. */
export function cookieOf(request: IncomingMessage): string | null {
  const pairs = (header(request, 'cookie') ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${accessCookie}=`))?.slice(accessCookie.length + 1) || null;
}

function addressOf(request: IncomingMessage, trustProxy: boolean): string | null {
  const forwarded = trustProxy ? header(request, 'x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
  return forwarded || (request.socket.remoteAddress ?? null);
}

/** 32 digits that are random enough for the ids of traces; Node makes many UUIDs of one draw of random bytes. */
const randomHex = (): string => randomUUID().replaceAll('-', '');

/** W3C Trace Context: keeps the caller's trace and begins our own span in it, or begins a trace. */
function traceOf(given: string | null): Pick<Caller, 'traceparent' | 'callersTraceparent'> {
  const trace = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})$/.exec(given ?? '');
  return {
    traceparent: `00-${trace?.[1] ?? randomHex()}-${randomHex().slice(16)}-${trace?.[2] ?? '00'}`,
    callersTraceparent: trace?.[0] ?? null,
  };
}

export function header(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

function lowerCased(params: Readonly<Record<string, unknown>>): Record<string, string> {
  const texts = Object.entries(params).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(texts.map(([name, value]) => [name.toLowerCase(), value]));
}
