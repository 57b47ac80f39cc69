import type { IncomingMessage } from 'node:http';
import { cookieOf, header } from './caller.ts';

/**
 * A browser sends these for any page, without asking the server first (Fetch, "CORS-safelisted request-header"), so a
 * page elsewhere can make its visitors' browsers send them.
 */
const simpleTypes: ReadonlySet<string> = new Set(['', 'application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']);
/** No page elsewhere can send one of these unasked. */
const preflighted = ['authorization', 'x-api-key', 'x-praetor-csrf', 'apollo-require-preflight', 'x-apollo-operation-name'];

/**
 * Whether a page elsewhere could have had the request sent with our visitor's rights: a read by GET with our cookie, or
 * any operation in a body that needs no preflight.
 */
export function mayBeForged(request: IncomingMessage): boolean {
  if (preflighted.some((name) => header(request, name) !== null)) return false;
  // Browsers of this decade say who asks; `none` is the address bar.
  const site = header(request, 'sec-fetch-site');
  if (site === 'same-origin' || site === 'none') return false;
  if (request.method === 'POST') return simpleTypes.has(mediaType(request));
  return cookieOf(request) !== null && (request.url ?? '').includes('?');
}

const mediaType = (request: IncomingMessage): string =>
  (header(request, 'content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
