import { OperationFailed, type OperationError } from './failure.ts';

/** One event of a subscription. */
export interface LiveEvent<Data> {
  readonly data: Data;
  /** Where it stands: who comes back with it as `after` gets what came later. */
  readonly cursor: string | null;
}

export interface LiveOptions {
  /** The cursor of the last event that was seen. */
  readonly after?: string | null | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A request for a stream of server-sent events; `after` is where to go on. */
export type OpenStream = (after: string | null, signal: AbortSignal) => Promise<Response>;

/** Heartbeats come every 12 seconds: after so long without any, nobody is there. */
const silenceMs = 40_000;
const attempts = 10;
const longestPauseMs = 30_000;

/**
 * The events of one subscription, in order and once, until the server completes it or the loop is left. When the connection
 * breaks it is opened again, from the last event on. Throws {@link OperationFailed}: when it cannot be opened, when a result has
 * errors (`FULL_REFRESH_REQUIRED`: too much was missed), and when ten attempts to come back failed.
 */
export async function* follow<Data>(
  open: OpenStream,
  { after = null, signal }: LiveOptions,
): AsyncGenerator<LiveEvent<Data>, void> {
  const left = new AbortController();
  const ended = signal ? AbortSignal.any([signal, left.signal]) : left.signal;
  let cursor = after;
  let failures = 0;
  try {
    for (let isFirst = true; ; isFirst = false) {
      const response = await open(cursor, ended).catch((error: unknown) => {
        if (isFirst || ended.aborted) throw error;
        return null;
      });
      if (response && response.status < 500) {
        for await (const { event, data } of eventsIn(await bodyOf(response))) {
          if (event === 'complete') return;
          if (event !== 'next') continue;
          failures = 0;
          const result = resultOf<Data>(data);
          cursor = result.cursor ?? cursor;
          yield result;
        }
      }
      failures += 1;
      if (ended.aborted) return;
      if (failures > attempts) throw new OperationFailed(`The connection broke, and ${attempts} attempts to come back failed.`);
      await pause(Math.min(250 * 2 ** failures, longestPauseMs) * (0.5 + Math.random() / 2), ended);
    }
  } catch (error) {
    if (signal?.aborted) return;
    throw error;
  } finally {
    left.abort();
  }
}

async function bodyOf(response: Response): Promise<ReadableStream<Uint8Array>> {
  if (response.body && response.headers.get('content-type')?.startsWith('text/event-stream')) return response.body;
  const { errors = [] } = ((await response.json().catch(() => null)) ?? {}) as { errors?: OperationError[] };
  throw new OperationFailed(
    errors.map(({ message }) => message).join(' ') || `The answer is no stream (HTTP ${response.status}).`,
    errors,
  );
}

function resultOf<Data>(text: string): LiveEvent<Data> {
  const { data, errors, extensions } = JSON.parse(text) as {
    data?: Data | null;
    errors?: OperationError[];
    extensions?: { cursor?: string };
  };
  if (errors?.length || !data) throw new OperationFailed((errors ?? []).map(({ message }) => message).join(' '), errors);
  return { data, cursor: extensions?.cursor ?? null };
}

interface ServerSentEvent {
  readonly event: string;
  readonly data: string;
}

/** Server-sent events (HTML, section 9.2.6), until the connection ends, breaks or falls silent. */
async function* eventsIn(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (;;) {
      const { done, value } = await orSilence(reader.read()).catch(() => ({ done: true as const, value: undefined }));
      if (done) return;
      text += decoder.decode(value, { stream: true });
      const messages = text.split(/\r?\n\r?\n/);
      text = messages.pop() ?? '';
      for (const message of messages) {
        const valueOf = (name: string): string[] =>
          message
            .split(/\r?\n/)
            .flatMap((line) => (line.startsWith(`${name}:`) ? line.slice(name.length + 1).replace(/^ /, '') : []));
        yield { event: valueOf('event')[0] ?? 'message', data: valueOf('data').join('\n') };
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

async function orSilence<Value>(reading: Promise<Value>): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('Nothing came.')), silenceMs);
  });
  return Promise.race([reading, silence]).finally(() => clearTimeout(timer));
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
