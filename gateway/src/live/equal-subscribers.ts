import { createHash } from 'node:crypto';
import type { Clock } from '@praetor/kernel/clock';
import type { ExecutionResult } from 'graphql';
import type { Caller } from '../caller.ts';
import type { AskedOperation } from '../execution/run-operation.ts';

/** With the age that live state may have when it is read (`authentication.ts`), a lock is late by 100 ms at most. */
const sharedMs = 20;

/** What one caller gets of one event, and since when that was being found out. */
export interface SharedAnswer {
  readonly begun: number;
  readonly answer: Promise<ExecutionResult | null>;
}

/** A name for all that the answer of an event hangs on, on the subscriber's side. */
export type SubscriberKey = string;

/** Equal for subscriptions of one caller that ask the same. */
export function subscriberKey({ document, operationName, variables, context }: AskedOperation): SubscriberKey {
  const asked = [idOf(document), operationName ?? null, variables ?? null, context.operation?.id ?? null];
  return `${callerKey(context.caller)} ${digest(asked)}`;
}

/**
 * Equal for connections that stand and fall together: who shows this credential, from this address, since staff may be held
 * to some. Hashed, as it contains the credential.
 */
export function callerKey({ credential, tenant, ip }: Caller): string {
  return digest([credential.kind, 'value' in credential ? credential.value : null, tenant, ip]);
}

function digest(whole: unknown): string {
  return createHash('sha256').update(JSON.stringify(whole)).digest('base64url');
}

/**
 * Asks once per event for all equal subscribers, what they may see included; a thousand sockets of a wallboard are one
 * caller. Who comes to the event later than `sharedMs`, because it was slow, is asked about anew.
 */
export function sharedAnswer(
  answers: Map<SubscriberKey, SharedAnswer>,
  key: SubscriberKey,
  clock: Clock,
  ask: () => Promise<ExecutionResult | null>,
): Promise<ExecutionResult | null> {
  const now = clock().getTime();
  const known = answers.get(key);
  if (known && now - known.begun < sharedMs) return known.answer;
  const answer = ask();
  answers.set(key, { begun: now, answer });
  return answer;
}

const ids = new WeakMap<object, number>();
let lastId = 0;

/** Parsed documents are cached, so equal operations are one object, and so are their re-reading queries. */
export function idOf(document: object): number {
  const id = ids.get(document) ?? ++lastId;
  ids.set(document, id);
  return id;
}
