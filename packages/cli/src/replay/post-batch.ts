import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import type { Batch } from './batches.ts';
import { ReplayStopped } from './stopped.ts';

export interface Target {
  /** Where Praetor answers, such as `http://localhost:4000`. */
  readonly url: string;
  readonly apiKey: string;
  /** How often a request is tried in all. */
  readonly attempts?: number;
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
}

/** What `POST /events` answers to one event and to a batch alike. */
const Answer = z.object({
  accepted: z.int().min(0),
  duplicate: z.int().min(0),
  refused: z.array(z.object({ index: z.int().min(0), id: z.string().nullable(), code: z.string(), message: z.string() })),
});
type Answer = z.infer<typeof Answer>;

const patience = 60_000;

/** Sends a batch until it is answered. Repeating is safe: an id of a source is accepted once. */
export async function postBatch(batch: Batch, target: Target): Promise<Answer> {
  const { attempts = 8, sleep = setTimeout } = target;
  const endpoint = endpointOf(target.url, 'events');
  let trouble = '';
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const outcome = await attemptOnce(endpoint, batch, target.apiKey);
    if ('answer' in outcome) return outcome.answer;
    trouble = outcome.trouble;
    if (attempt < attempts) await sleep(Math.min(Math.max(250 * 2 ** (attempt - 1), outcome.retryAfter), patience));
  }
  throw new ReplayStopped(`${endpoint} did not take a batch in ${attempts} attempts: ${trouble}.`);
}

/** The address of a path below the base that a user gave. */
export function endpointOf(base: string, path: string): string {
  if (!URL.canParse(base) || !/^https?:$/.test(new URL(base).protocol))
    throw new ReplayStopped(`"${base}" is not an http(s) address.`);
  return new URL(path, base.endsWith('/') ? base : `${base}/`).href;
}

type Outcome = { answer: Answer } | { trouble: string; retryAfter: number };

async function attemptOnce(endpoint: string, batch: Batch, apiKey: string): Promise<Outcome> {
  const headers = {
    'content-type': 'application/cloudevents-batch+json',
    accept: 'application/json',
    authorization: `Bearer ${apiKey}`,
  };
  let response: Response;
  let text: string;
  try {
    // Redirects are not followed: they would carry the key elsewhere.
    const signal = AbortSignal.timeout(patience);
    response = await fetch(endpoint, { method: 'POST', headers, body: batch.body, redirect: 'manual', signal });
    text = await response.text();
  } catch (error) {
    return { trouble: networkTrouble(error), retryAfter: 0 };
  }
  if (response.status === 429 || response.status >= 500)
    return { trouble: `it answered ${response.status}`, retryAfter: 1000 * (Number(response.headers.get('retry-after')) || 0) };
  if (response.status !== 200 && response.status !== 202) throw refusal(endpoint, response.status, text);
  return { answer: answerTo(batch, endpoint, text) };
}

function answerTo(batch: Batch, endpoint: string, text: string): Answer {
  const answer = Answer.safeParse(jsonOrNull(text));
  if (!answer.success) throw new ReplayStopped(`${endpoint} answers in a form that is not Praetor's. Is it the right address?`);
  const { accepted, duplicate, refused } = answer.data;
  if (accepted + duplicate + refused.length !== batch.items.length || refused.some(({ index }) => index >= batch.items.length))
    throw new ReplayStopped(`${endpoint} was sent ${batch.items.length} events and its answer speaks of another number.`);
  return answer.data;
}

function refusal(endpoint: string, status: number, text: string): ReplayStopped {
  if (status === 401) return new ReplayStopped(`${endpoint} does not know the API key.`);
  if (status === 403) return new ReplayStopped(`The API key may not send events to ${endpoint}.`);
  return new ReplayStopped(`${endpoint} refused a batch with status ${status}: ${text.slice(0, 300) || 'no reason given'}`);
}

function networkTrouble(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED') return 'nobody answers there; is it running';
  return cause instanceof Error ? cause.message : String(cause);
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
