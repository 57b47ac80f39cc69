import type { ServerResponse } from 'node:http';

/** Problem Details for HTTP APIs (RFC 9457). */
export interface Problem {
  readonly status: number;
  /** Stable, with a page in the handbook. */
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export function sendProblem(response: ServerResponse, { headers, ...problem }: Problem, requestId: string): void {
  send(
    response,
    problem.status,
    'application/problem+json',
    JSON.stringify({ type: 'about:blank', ...problem, requestId }),
    headers,
  );
}

export function sendJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers?: Readonly<Record<string, string>>,
): void {
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(value), headers);
}

export function send(
  response: ServerResponse,
  status: number,
  type: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}
