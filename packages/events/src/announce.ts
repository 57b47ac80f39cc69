import { Envelope, type PolicyDecision } from '@praetor/contracts/envelope';
import type { EntityRef, EventContract } from '@praetor/contracts/contract';
import type { Actor } from '@praetor/identity/actor';
import { newId } from '@praetor/kernel/id';
import { InvalidInput } from '@praetor/kernel/refusal';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { z } from 'zod';
import { keyOf, tenantUuidOf } from './event-key.ts';
import { willAnnounce } from './commit-bell.ts';
import { sql } from '@praetor/postgres/sql';

/** Who acts, when, and why: the same for every event that one command announces. */
export interface AnnouncementCause {
  readonly actor: Actor;
  readonly now: Date;
  /** In the actor's own words. */
  readonly reason?: string | null;
  /** The policy decision that allowed, or refused, the action. */
  readonly decision?: PolicyDecision | null;
}

export interface Announcement<Contract extends EventContract> {
  /** The aggregate. Its events keep their order: `dispute`, `dsp_…`. */
  readonly subject: EntityRef;
  readonly data: z.input<Contract['data']>;
  /** What changed. Dates become ISO texts and bigints decimal texts. */
  readonly change?: { readonly before: object | null; readonly after: object | null } | null;
  /** What keeps its order, when that is not the subject. */
  readonly partitionKey?: string;
  /** `refused` for an attempt that a rule or policy stopped; otherwise `succeeded`. */
  readonly status?: 'succeeded' | 'refused';
}

/**
 * Writes one event to the outbox in the caller's transaction: either both it and the change are kept, or neither. Call it
 * after the aggregate is locked, so that positions follow the order of changes. Throws when the event breaks its contract.
 */
export async function announce<Contract extends EventContract>(
  tx: EntityManager,
  cause: AnnouncementCause,
  contract: Contract,
  announcement: Announcement<Contract>,
): Promise<void> {
  await announceAll(tx, sourceOf(contract), [envelopeOf(cause, contract, announcement)]);
}

/**
 * Writes many events to a subgraph's outbox in one statement, in order, in the caller's transaction. Envelopes are taken
 * as valid: they come from {@link envelopeOf} or from ingestion, which checks them at the door.
 */
export async function announceAll(tx: EntityManager, subgraph: string, envelopes: readonly Envelope[]): Promise<void> {
  if (!envelopes.length) return;
  const rows = outboxRows(envelopes);
  willAnnounce(tx);
  await sql(tx, outboxInsert(subgraph, '$1'), [rows]);
}

/** SQL that writes {@link outboxRows}, bound to a parameter, to a subgraph's outbox, in order. */
export function outboxInsert(subgraph: string, parameter: `$${number}`): string {
  if (!/^[a-z_]+$/.test(subgraph)) throw new Error(`"${subgraph}" is not a subgraph.`);
  return `insert into ${subgraph}.outbox_event (id, tenant_id, partition_key, type, envelope)
     select id, tenant, key, type, envelope
     from rows from (jsonb_to_recordset(${parameter}::jsonb) as (id uuid, tenant uuid, key text, type text, envelope jsonb)) with ordinality
     order by ordinality`;
}

/** Envelopes as {@link outboxInsert} reads them. Throws InvalidInput for text that Postgres cannot store. */
export function outboxRows(envelopes: readonly Envelope[]): string {
  const rows = JSON.stringify(
    envelopes.map((envelope) => ({
      id: keyOf(envelope),
      tenant: tenantUuidOf(envelope),
      key: envelope.partitionkey,
      type: envelope.type,
      envelope,
    })),
  );
  refuseUnstorable(rows);
  return rows;
}

/** The event of one announcement, checked against the envelope and its contract. */
export function envelopeOf<Contract extends EventContract>(
  { actor, now, reason, decision }: AnnouncementCause,
  contract: Contract,
  { subject, data, change, partitionKey, status }: Announcement<Contract>,
): Envelope {
  const name = `${subject.type}/${subject.id}`;
  return Envelope.parse({
    specversion: '1.0',
    id: newId('event'),
    source: `praetor/${sourceOf(contract)}`,
    type: contract.type,
    subject: name,
    time: now.toISOString(),
    datacontenttype: 'application/json',
    dataschema: schemaOf(contract),
    partitionkey: partitionKey ?? name,
    traceparent: actor.traceparent,
    tenantid: actor.tenantId,
    data: contract.data.parse(data),
    praetorparties: null,
    praetorcause: causeOf(actor, reason ?? null),
    praetorchange: change ? { before: jsonOf(change.before), after: jsonOf(change.after) } : null,
    praetordecision: decision ?? null,
    praetorstatus: status ?? 'succeeded',
  });
}

/** The envelope's account of who acted and why. */
export function causeOf(actor: Actor, reason: string | null): Envelope['praetorcause'] {
  return {
    actorKind: actor.kind,
    actorId: actor.id,
    actorRoles: [...actor.roles],
    impersonatorId: actor.impersonatorId,
    sessionId: actor.sessionId,
    deviceId: actor.deviceId,
    ip: actor.ip,
    userAgent: actor.userAgent,
    requestId: actor.requestId,
    reason,
    causationId: actor.causationId,
    correlationId: actor.correlationId ?? actor.requestId,
  };
}

/** CloudEvents `dataschema`: the contract's name as a URI that does not depend on where Praetor runs. */
export function schemaOf(contract: Pick<EventContract, 'type'>): string {
  return `urn:praetor:event:${contract.type}`;
}

function sourceOf(contract: EventContract): string {
  return contract.type.slice(0, contract.type.indexOf('.'));
}

function jsonOf(value: object | null): unknown {
  return value && JSON.parse(JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? part.toString() : part)));
}

/**
 * `JSON.stringify` escapes NUL and lone surrogates, which `jsonb` does not store. They come from outside, so they are the
 * sender's fault and not ours.
 */
function refuseUnstorable(json: string): void {
  if (/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/.test(json)) {
    throw new InvalidInput([{ path: [], message: 'Remove NUL characters and lone surrogates from the text.' }]);
  }
}
