import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ExecutionResult, getOperationAST, type GraphQLError } from 'graphql';
import { isAsyncIterable } from 'graphql-yoga';
import { z } from 'zod';
import { type AdmissionOptions, admitOperation, type SentOperation } from './admission.ts';
import type { Authentication } from './authentication.ts';
import { type Caller, header } from './caller.ts';
import { coded, formatted, maskError } from './errors.ts';
import { openStream, type EventStream, type RunningOperation } from './event-stream.ts';
import type { AccessWatch } from './live/access-watch.ts';
import type { PipelineContext } from './plugins.ts';
import { send, sendJson } from './problem.ts';
import { requestScope } from './request-scope.ts';
import { operationsPerConnection, tooManyOperations } from './sockets.ts';
import { malformed, parsedBody, tooLarge } from './strict-bodies.ts';
import type { Viewer } from './viewer.ts';

export interface EventStreamOptions extends AdmissionOptions {
  readonly authentication: Authentication;
  readonly watch: AccessWatch;
  readonly maxPayload: number;
}

/** Many operations over one connection of server-sent events. */
export interface EventStreams {
  handle(request: IncomingMessage, response: ServerResponse, caller: Caller): Promise<void>;
  readonly open: number;
  /** Ends each stream after the operations on it. */
  close(): void;
}

/** A token is for whom it was given to, and for one stream. */
interface Reservation {
  readonly owner: string;
  readonly madeAt: number;
  stream: EventStream | null;
  /** The stream once it is open, or null when that will not be: graphql-sse's client sends operations without waiting. */
  readonly opened: PromiseWithResolvers<EventStream | null>;
  waiting: number;
}

const reservationMs = 30_000;
const maxReservations = 10_000;

// Loose: what is registered may be named instead of written.
const Operation = z.looseObject({
  query: z.string(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  extensions: z.looseObject({ operationId: z.string().min(1).max(200) }),
});

/**
 * The single connection mode of "GraphQL over Server-Sent Events" (graphql-sse, PROTOCOL.md): PUT reserves, GET opens the
 * stream, POST runs an operation whose results go there, DELETE ends one. graphql-sse's own handler is not used: it keeps
 * results for a slow reader without bound, and reservations that nobody opens for good.
 */
export function createEventStreams(options: EventStreamOptions): EventStreams {
  const reservations = new Map<string, Reservation>();
  const room: Room = { ...options, reservations };
  const methods: Readonly<Record<string, Method>> = { PUT: reserve, GET: open, POST: run, DELETE: stop };
  return {
    async handle(request, response, caller) {
      try {
        const method = methods[request.method ?? ''];
        if (!method) return send(response, 405, 'text/plain', '', { allow: Object.keys(methods).join(', ') });
        const viewer = await options.authentication.viewerOf(caller);
        await method(room, { request, response, caller, viewer });
      } catch (error) {
        refuse(response, maskError(error, caller.requestId, options.report));
      }
    },
    get open() {
      return [...reservations.values()].filter(({ stream }) => stream).length;
    },
    close() {
      for (const { stream, opened } of reservations.values()) {
        opened.resolve(null);
        stream?.endAfterOperations();
      }
    },
  };
}

interface Room extends EventStreamOptions {
  readonly reservations: Map<string, Reservation>;
}

interface Asked {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly caller: Caller;
  readonly viewer: Viewer;
}

type Method = (room: Room, asked: Asked) => void | Promise<void>;

const ownerOf = ({ actor }: Viewer): string => JSON.stringify([actor.kind, actor.id, actor.sessionId, actor.tenantId]);

function reserve({ reservations }: Room, { response, viewer }: Asked): void {
  const now = performance.now();
  for (const [token, { madeAt, stream, opened }] of reservations) {
    if (stream || madeAt + reservationMs > now) continue;
    opened.resolve(null);
    reservations.delete(token);
  }
  if (reservations.size >= maxReservations) throw refusal(503, 'Too many streams are open here. Try again shortly.');
  const token = randomUUID();
  reservations.set(token, {
    owner: ownerOf(viewer),
    madeAt: now,
    stream: null,
    opened: Promise.withResolvers(),
    waiting: 0,
  });
  send(response, 201, 'text/plain; charset=utf-8', token);
}

function open({ reservations, watch }: Room, { request, response, caller, viewer }: Asked): void {
  const token = tokenOf(request);
  const reservation = reservationOf(reservations, token, viewer);
  if (reservation.stream) throw refusal(409, 'This stream is open already.');
  const stream = openStream(response);
  reservation.stream = stream;
  reservation.opened.resolve(stream);
  const unwatch = watch.watch(caller, viewer.actor, () => stream.endAfterOperations());
  response.once('close', () => {
    unwatch();
    reservations.delete(token);
  });
}

async function run(room: Room, { request, response, caller, viewer }: Asked): Promise<void> {
  const reservation = reservationOf(room.reservations, tokenOf(request), viewer);
  const parsed = Operation.safeParse(parsedBody(await bodyOf(request, room.maxPayload)));
  if (!parsed.success) throw malformed('Send an operation with its "query", and an id of yours in "extensions.operationId".');
  const { operationId } = parsed.data.extensions;
  const stream = reservation.stream ?? (await whenOpen(reservation));
  if (response.destroyed) return;
  if (!stream) throw noSuchStream();
  if (stream.operations.has(operationId)) throw refusal(409, 'An operation with this id runs already.');
  if (stream.operations.size >= operationsPerConnection) throw tooManyOperations();
  const running = requestScope.run(caller, () => begun(room, caller, parsed.data));
  stream.run(operationId, running, (error) => room.report(error, caller.requestId));
  response.writeHead(202).end();
}

async function whenOpen(reservation: Reservation): Promise<EventStream | null> {
  if (reservation.waiting >= operationsPerConnection) throw tooManyOperations();
  reservation.waiting += 1;
  return reservation.opened.promise;
}

async function begun(room: Room, caller: Caller, params: SentOperation): Promise<RunningOperation> {
  const args = await admitOperation(room, caller, params);
  if (Array.isArray(args)) return { results: { errors: args } };
  const { execute, subscribe } = args.rootValue;
  const operation = getOperationAST(args.document, args.operationName);
  const result: unknown = await (operation?.operation === 'subscription' ? subscribe(args) : execute(args));
  return {
    results: isAsyncIterable<ExecutionResult>(result) ? result : (result as ExecutionResult),
    deprecation: (args.contextValue as PipelineContext).operation?.deprecation,
  };
}

function stop({ reservations }: Room, { request, response, viewer }: Asked): void {
  const id = parameter(request, 'operationId');
  if (id === null) throw refusal(400, 'Say which operation in "operationId".');
  reservationOf(reservations, tokenOf(request), viewer).stream?.stop(id);
  response.writeHead(200).end();
}

function reservationOf(reservations: Room['reservations'], token: string, viewer: Viewer): Reservation {
  const found = reservations.get(token);
  if (found?.owner === ownerOf(viewer)) return found;
  throw noSuchStream();
}

const noSuchStream = (): GraphQLError => refusal(404, 'There is no such stream of yours. Reserve one with PUT.');

const tokenOf = (request: IncomingMessage): string =>
  header(request, 'x-graphql-event-stream-token') ?? parameter(request, 'token') ?? '';

const parameter = ({ url = '' }: IncomingMessage, name: string): string | null =>
  new URL(url, 'http://localhost').searchParams.get(name);

async function bodyOf(request: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const refusal = (status: number, message: string): GraphQLError => coded('EVENT_STREAM_REFUSED', message, { http: { status } });

function refuse(response: ServerResponse, error: GraphQLError): void {
  const { status = error.extensions['unexpected'] ? 500 : 400, headers } = (error.extensions.http ?? {}) as {
    status?: number;
    headers?: Record<string, string>;
  };
  sendJson(response, status, { errors: [formatted(error)] }, headers);
}
