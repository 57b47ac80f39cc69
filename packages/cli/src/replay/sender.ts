import { ingestLimits } from '@praetor/contracts/cloudevents-http';
import { batchesOf, type Batch } from './batches.ts';
import type { SourcedEvent } from './mapping.ts';
import { postBatch, type Target } from './post-batch.ts';
import { ReplayStopped } from './stopped.ts';

export interface RefusedEvent {
  readonly line: number;
  readonly id: string;
  readonly code: string;
  readonly message: string;
}

/** What the server said to all that was sent. `accepted + duplicate + refused.length = sent`. */
export interface Delivery {
  sent: number;
  accepted: number;
  duplicate: number;
  refused: RefusedEvent[];
}

export interface SendOptions extends Target {
  /** Events a request; 500 unless told, at most what the server takes. */
  readonly batchSize?: number | undefined;
  /** Told after each answer how many events it was about. */
  readonly onAnswered?: (events: number) => void;
}

/**
 * Sends everything, two requests deep. A request waits for the one before it when both have events about the same thing,
 * so events about one thing arrive in order, also when a request has to be repeated.
 */
export async function sendEvents(groups: AsyncIterable<SourcedEvent[]>, options: SendOptions): Promise<Delivery> {
  const size = options.batchSize ?? 500;
  if (!Number.isInteger(size) || size < 1 || size > ingestLimits.batchEvents)
    throw new ReplayStopped(`A batch has 1 to ${ingestLimits.batchEvents} events.`);
  const delivery: Delivery = { sent: 0, accepted: 0, duplicate: 0, refused: [] };
  let before: { subjects: ReadonlySet<string>; answered: Promise<void> } | null = null;
  try {
    for await (const batch of batchesOf(groups, size)) {
      if (before && !before.subjects.isDisjointFrom(batch.subjects)) await before.answered;
      const answered = send(batch, options, delivery);
      // Failures are seen where the promise is awaited, one request later.
      answered.catch(() => undefined);
      await before?.answered;
      before = { subjects: batch.subjects, answered };
    }
    await before?.answered;
  } catch (error) {
    if (!(error instanceof ReplayStopped)) throw error;
    throw new ReplayStopped(
      `${error.message} ${delivery.accepted} events were accepted before; run it again, they will count as duplicates.`,
    );
  }
  return delivery;
}

async function send(batch: Batch, options: SendOptions, delivery: Delivery): Promise<void> {
  const answer = await postBatch(batch, options);
  delivery.sent += batch.items.length;
  delivery.accepted += answer.accepted;
  delivery.duplicate += answer.duplicate;
  for (const { index, code, message } of answer.refused) {
    const item = batch.items[index];
    if (item) delivery.refused.push({ ...item, code, message });
  }
  options.onAnswered?.(batch.items.length);
}
