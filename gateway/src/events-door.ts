import type { IncomingMessage, ServerResponse } from 'node:http';
import { isRefused, validateIncoming } from '@praetor/contracts/cloudevents';
import { ingestLimits, readRequest } from '@praetor/contracts/cloudevents-http';
import type { Actor } from '@praetor/identity/actor';
import type { Clock } from '@praetor/kernel/clock';
import { GraphQLError } from 'graphql';
import { type Accounts, AccountsUnanswered } from './accounts.ts';
import type { Authentication } from './authentication.ts';
import type { Caller } from './caller.ts';
import type { ReportError } from './errors.ts';
import { type Problem, sendJson, sendProblem } from './problem.ts';

export interface EventsDoorOptions {
  readonly authentication: Authentication;
  readonly accounts: Pick<Accounts, 'ingestEvents'>;
  readonly clock: Clock;
  readonly report: ReportError;
}

/** `POST /events`: CloudEvents 1.0 over HTTP from a marketplace's back end. */
export type EventsDoor = (request: IncomingMessage, response: ServerResponse, caller: Caller) => Promise<void>;

interface RefusedEvent {
  readonly index: number;
  readonly id: string | null;
  readonly code: string;
  readonly message: string;
}

export function createEventsDoor(options: EventsDoorOptions): EventsDoor {
  return async (request, response, caller) => {
    try {
      const partner = await admit(options, request, caller);
      const body = await bodyOf(request);
      const read = readRequest(headersOf(request), body);
      if ('status' in read) throw new Refused({ ...read, title: 'The events cannot be read.', detail: read.message });
      const outcome = await ingest(options, partner, read.events);
      // A single event that is refused is a failed request; in a batch, the others are kept and each tells its own.
      const failed = outcome.refused.length > 0 && !request.headers['content-type']?.includes('batch');
      sendJson(response, failed ? 422 : 200, outcome);
    } catch (error) {
      if (!(error instanceof Refused)) options.report(error, caller.requestId);
      const problem = error instanceof Refused ? error.problem : internal;
      // What was not read of the body would be taken for the next request.
      const headers = request.complete ? problem.headers : { ...problem.headers, connection: 'close' };
      sendProblem(response, { ...problem, ...(headers && { headers }) }, caller.requestId);
    }
  };
}

class Refused extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

const internal: Problem = {
  status: 500,
  code: 'INTERNAL_SERVER_ERROR',
  title: 'Something went wrong on our side.',
  detail: 'Nothing of this request is lost if you send it again: an event is accepted once.',
};

/** The actor of a key that may send events. */
async function admit({ authentication }: EventsDoorOptions, request: IncomingMessage, caller: Caller): Promise<Actor> {
  if (request.method !== 'POST')
    throw new Refused({
      status: 405,
      code: 'METHOD_NOT_ALLOWED',
      title: 'Use POST.',
      detail: 'Events are sent with POST.',
      headers: { allow: 'POST' },
    });
  if (caller.credential.kind === 'none')
    throw new Refused(unauthenticatedProblem('Send an API key: Authorization: Bearer pk_…, or x-api-key.'));
  const viewer = await authentication.viewerOf(caller).catch((error: unknown) => {
    throw error instanceof GraphQLError ? new Refused(problemOf(error)) : error;
  });
  if (viewer.permissions.has('event:ingest')) return viewer.actor;
  throw new Refused({
    status: 403,
    code: 'FORBIDDEN',
    title: 'You may not send events.',
    detail: 'This needs an API key with the permission event:ingest.',
  });
}

function problemOf({ message, extensions }: GraphQLError): Problem {
  if (extensions['code'] === 'UNAUTHENTICATED') return unauthenticatedProblem(message);
  return {
    status: extensions.http?.status ?? 500,
    code: String(extensions['code']),
    title: 'The request cannot be served.',
    detail: message,
    headers: extensions.http?.headers ?? {},
  };
}

function unauthenticatedProblem(detail: string): Problem {
  return {
    status: 401,
    code: 'UNAUTHENTICATED',
    title: 'Who are you?',
    detail,
    headers: { 'www-authenticate': 'Bearer realm="praetor"' },
  };
}

/** Judges each event, hands the good ones on in one call, and answers in the order they came. */
async function ingest({ accounts, clock }: EventsDoorOptions, partner: Actor, candidates: readonly unknown[]) {
  const now = clock();
  const judged = candidates.map((candidate, index) => ({ index, id: idOf(candidate), event: validateIncoming(candidate, now) }));
  const refused: RefusedEvent[] = [];
  const good: typeof judged = [];
  for (const one of judged) {
    if (isRefused(one.event)) refused.push({ index: one.index, id: one.id, code: one.event.code, message: one.event.message });
    else good.push(one);
  }
  const results =
    good.length > 0
      ? await handOn(
          accounts,
          good.map(({ event }) => event),
          partner,
        )
      : [];
  const counts = { accepted: 0, duplicate: 0 };
  for (const { index, outcome, code, message } of results) {
    const sent = good[index];
    if (outcome === 'accepted' || outcome === 'duplicate') counts[outcome] += 1;
    else if (sent)
      refused.push({ index: sent.index, id: sent.id, code: code ?? 'REFUSED', message: message ?? 'The event was refused.' });
  }
  return { ...counts, refused: refused.sort((left, right) => left.index - right.index) };
}

async function handOn(accounts: EventsDoorOptions['accounts'], events: readonly unknown[], partner: Actor) {
  try {
    return (await accounts.ingestEvents(events, partner)).map((result) => ({ ...result, outcome: result.outcome.toLowerCase() }));
  } catch (error) {
    if (!(error instanceof AccountsUnanswered)) throw error;
    const codes = error.answer.errors?.map(({ extensions }) => extensions?.['code']);
    // Revoked while the body was on its way.
    if (codes?.includes('UNAUTHENTICATED')) throw new Refused(unauthenticatedProblem('This API key is unknown or was revoked.'));
    const forbidden = codes?.includes('FORBIDDEN');
    if (forbidden)
      throw new Refused({
        status: 403,
        code: 'FORBIDDEN',
        title: 'You may not send events.',
        detail: 'This key may not send events any more.',
      });
    throw new Refused({
      status: 503,
      code: 'UNAVAILABLE',
      title: 'Events cannot be taken at the moment.',
      detail: 'Send them again: an event is accepted once.',
      headers: { 'retry-after': '1' },
    });
  }
}

function idOf(candidate: unknown): string | null {
  const id = typeof candidate === 'object' && candidate !== null && 'id' in candidate ? candidate.id : null;
  return typeof id === 'string' ? id.slice(0, 200) : null;
}

/** Too much of it is read on and dropped, so that the answer reaches a sender that is still sending. */
function bodyOf(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= ingestLimits.bodyBytes) chunks.push(chunk);
      else reject(tooLarge());
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
    request.on('close', () => reject(new Error('The sender left before the end of the body.')));
  });
}

const tooLarge = (): Refused =>
  new Refused({
    status: 413,
    code: 'BODY_TOO_LARGE',
    title: 'Too much at once.',
    detail: `Send at most ${ingestLimits.bodyBytes} bytes at once.`,
  });

function headersOf({ rawHeaders }: IncomingMessage): [string, string][] {
  return rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [[name, rawHeaders[at + 1] ?? ''] as [string, string]] : []));
}
