import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Context, handleProtocols, makeServer, type Server } from 'graphql-ws';
import type { FormattedExecutionResult, GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import { type AdmissionOptions, type AdmittedArgs, admitOperation } from './admission.ts';
import type { Authentication } from './authentication.ts';
import { type Caller, callerOf, type CallerOptions, isAllowedOrigin } from './caller.ts';
import { coded, formatted, maskError } from './errors.ts';
import { heartbeat } from './heartbeat.ts';
import { type LivePayload, liveText } from './live/payload.ts';
import type { AccessWatch } from './live/access-watch.ts';
import { textWithNotice, withNotice } from './operations/deprecation.ts';
import type { PipelineContext } from './plugins.ts';
import type { Viewer } from './viewer.ts';

/** Why a socket was closed; 4400–4429 are graphql-ws's own. */
export const closeCodes = { goingAway: 1001, tryAgainLater: 1013, unauthorized: 4401, forbidden: 4403 } as const;

function closeCodeOf({ extensions: { code } }: GraphQLError): number {
  if (code === 'FORBIDDEN_ADDRESS') return closeCodes.forbidden;
  return code === 'UNAUTHENTICATED' || code === 'BAD_USER_INPUT' ? closeCodes.unauthorized : closeCodes.tryAgainLater;
}

/** On a socket, or on an event stream of many operations. */
export const operationsPerConnection = 100;

export interface SocketOptions extends AdmissionOptions {
  readonly authentication: Authentication;
  readonly watch: AccessWatch;
  readonly callers: CallerOptions;
  readonly logger: Logger;
  readonly maxPayload: number;
}

/** graphql-ws over the same pipeline as HTTP: authentication, limits, pruning and masking are Yoga's plugins here too. */
export interface Sockets {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  readonly open: number;
  /** Tells every client to come back elsewhere. */
  close(): void;
  /** Cuts those that do not listen. */
  terminate(): void;
}

interface Extra {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
  /** Results that are about to be sent and are written already, by operation. */
  readonly written: Map<string, string>;
}
type SocketContext = Context<Record<string, unknown>, Extra>;

export function createSockets(options: SocketOptions): Sockets {
  const protocol = protocolServer(options);
  const wss = new WebSocketServer({
    noServer: true,
    maxPayload: options.maxPayload,
    handleProtocols: (offered) => handleProtocols(offered),
  });
  return {
    upgrade(request, socket, head) {
      if (!isAllowedOrigin(request, options.callers.origins)) return refuse(socket, '403 Forbidden');
      const abandoned = (): void => void socket.destroy();
      socket.on('error', abandoned);
      options.windows.admitAddress(callerOf(request, options.callers)).then(
        () => {
          socket.off('error', abandoned);
          wss.handleUpgrade(request, socket, head, (webSocket) => connect(protocol, options.logger, webSocket, request));
        },
        () => refuse(socket, '429 Too Many Requests'),
      );
    },
    get open() {
      return wss.clients.size;
    },
    close() {
      for (const client of wss.clients) client.close(closeCodes.goingAway, 'The server is going away. Connect again.');
      wss.close();
    },
    terminate: () => wss.clients.forEach((client) => client.terminate()),
  };
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

function protocolServer(options: SocketOptions): Server<Extra> {
  const { authentication, watch, report } = options;
  const unwatch = new WeakMap<WebSocket, () => void>();
  return makeServer<Record<string, unknown>, Extra>({
    async onConnect(context) {
      const { socket } = context.extra;
      const caller = callerOn(options, context);
      let viewer: Viewer;
      try {
        viewer = await authentication.viewerOf(caller);
      } catch (error) {
        const known = maskError(error, caller.requestId, report);
        socket.close(closeCodeOf(known), shortened(known.message));
        return false;
      }
      unwatch.set(
        socket,
        watch.watch(caller, viewer.actor, (error) => socket.close(closeCodes.unauthorized, shortened(error.message))),
      );
      return true;
    },
    onClose: ({ extra }) => unwatch.get(extra.socket)?.(),
    onSubscribe(context, _id, params) {
      if (Object.keys(context.subscriptions).length > operationsPerConnection) return [tooManyOperations()];
      return admitOperation(options, callerOn(options, context), params);
    },
    execute: (args) => (args as AdmittedArgs).rootValue.execute(args),
    subscribe: (args) => (args as AdmittedArgs).rootValue.subscribe(args),
    onNext({ extra }, id, _payload, { contextValue }, { errors, ...result }) {
      const { deprecation } = (contextValue as PipelineContext).operation ?? {};
      if (!(liveText in result)) {
        const told = { ...result, ...(errors && { errors: errors.map(formatted) }) };
        return withNotice(told as FormattedExecutionResult, deprecation);
      }
      extra.written.set(id, textWithNotice((result as LivePayload)[liveText](), deprecation));
      return {};
    },
    onError: (_context, _id, _payload, errors) => errors.map(formatted),
  });
}

export const tooManyOperations = (): GraphQLError =>
  coded(
    'TOO_MANY_OPERATIONS',
    `A connection runs at most ${operationsPerConnection} operations at once. End some, or open another.`,
  );

/** A close frame holds 123 bytes of reason. */
const shortened = (reason: string): string => reason.slice(0, 120);

const callerOn = ({ callers }: SocketOptions, { extra, connectionParams }: SocketContext): Caller =>
  callerOf(extra.request, callers, connectionParams);

const emptyPayload = ',"payload":{}}';

/** The message with its payload, where that is written already: graphql-ws would write it anew for every subscriber. */
function complete(message: string, written: Map<string, string>): string {
  if (written.size === 0 || !message.endsWith(emptyPayload)) return message;
  const { id } = JSON.parse(message) as { id: string };
  const payload = written.get(id);
  written.delete(id);
  return payload === undefined ? message : `${message.slice(0, -3)}${payload}}`;
}

/** One socket, spoken to as graphql-ws expects. A send resolves when it has left, so a slow client slows only itself. */
function connect(protocol: Server<Extra>, logger: Logger, socket: WebSocket, request: IncomingMessage): void {
  const written = new Map<string, string>();
  const fail = (error: unknown): void => {
    logger.warn({ err: error }, 'A socket failed.');
    socket.close(1011, 'Internal error');
  };
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (data) =>
        new Promise((resolve, reject) => {
          if (socket.readyState !== socket.OPEN) return resolve();
          socket.send(complete(data, written), (error) => (error ? reject(error) : resolve()));
        }),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (receive) => {
        socket.on('message', (data) => void receive((data as Buffer).toString()).catch(fail));
      },
    },
    { socket, request, written },
  );
  const stopHeartbeat = heartbeat(socket);
  socket.on('error', (error) => logger.debug({ err: error }, 'A socket broke.'));
  socket.once('close', (code, reason) => {
    stopHeartbeat();
    closed(code, String(reason)).catch(fail);
  });
}
