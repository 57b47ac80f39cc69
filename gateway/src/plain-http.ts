import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ExecutionResult } from 'graphql';
import { header } from './caller.ts';

/** A request holds at most so many bytes. */
export const maxBodyBytes = 1024 * 1024;

const json = /^application\/json(?:;\s*charset=utf-8)?$/i;

/** Whether a request is one operation, or a batch, as JSON of a known and bearable length, and needs none of HTTP's extras. */
export function isPlainRequest(request: IncomingMessage): boolean {
  const { method, url, headers } = request;
  if (method !== 'POST' || url !== '/graphql' || !json.test(headers['content-type'] ?? '')) return false;
  // What is sent in pieces tells no length; Node holds the others to theirs.
  const length = headers['content-length'] ?? '';
  if (!/^\d+$/.test(length) || Number(length) > maxBodyBytes) return false;
  return header(request, 'content-encoding') === null && header(request, 'origin') === null;
}

const both = ['application/json', 'application/graphql-response+json'] as const;

/** The first media type of `accept` that a plain answer can have; null: something else is asked for too (RFC 9110, section 12.5.1). */
export function plainMediaTypeOf(request: IncomingMessage): (typeof both)[number] | null {
  const types = (header(request, 'accept') ?? '*/*').split(',').map((type) => type.trim().toLowerCase());
  const answered = types.map((type) => (type === '*/*' ? 'application/json' : both.find((one) => one === type)));
  return answered.every((type) => type !== undefined) ? (answered[0] ?? null) : null;
}

/** Null: the client went away before it had sent all. */
export function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', () => resolve(null));
    request.on('close', () => resolve(null));
  });
}

/** An answer of data alone. */
export function sendResult(response: ServerResponse, mediaType: string, result: ExecutionResult): void {
  const body = Buffer.from(JSON.stringify(result));
  response.setHeader('content-type', `${mediaType}; charset=utf-8`);
  response.setHeader('content-length', body.length);
  response.end(body);
}
