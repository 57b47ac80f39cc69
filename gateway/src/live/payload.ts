import type { ExecutionResult } from 'graphql';
import { formatted } from '../errors.ts';

/** The result as JSON, made at most once whoever asks. */
export const liveText: unique symbol = Symbol('praetor.liveText');

/** One result of a subscription on its way out. */
export interface LivePayload extends ExecutionResult {
  readonly [liveText]: () => string;
  /**
   * What Yoga writes behind `data: ` of a server-sent event, the only form in which it sends subscriptions: so the text may
   * go on with the event's `id`, from which a browser resumes by itself.
   */
  readonly stringify: () => string;
}

const payloads = new WeakMap<ExecutionResult, Map<string, LivePayload>>();

/** What all to whom `result` goes with the same cursor get: one object, and one text. `cursorAt` is asked once a position. */
export function payloadOf(result: ExecutionResult, position: string, cursorAt: (position: string) => string): LivePayload {
  const byPosition = payloads.get(result) ?? new Map<string, LivePayload>();
  payloads.set(result, byPosition);
  const payload = byPosition.get(position) ?? payloadWith(result, cursorAt(position));
  byPosition.set(position, payload);
  return payload;
}

function payloadWith(result: ExecutionResult, cursor: string): LivePayload {
  const whole = { ...result, extensions: { ...result.extensions, cursor } };
  let text: string | null = null;
  const asText = (): string =>
    (text ??= JSON.stringify({ ...whole, ...(result.errors && { errors: result.errors.map(formatted) }) }));
  return { ...whole, [liveText]: asText, stringify: () => `${asText()}\nid: ${cursor}` };
}
