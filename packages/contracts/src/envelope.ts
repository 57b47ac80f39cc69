import { z } from 'zod';

/**
 * Who did it and why, kept with every event for good: audit lives on it. All of it travels as CloudEvents 1.0
 * extension `praetorcause` in the structured JSON form.
 */
export const Cause = z.strictObject({
  /** What kind of principal acted. `system` is Praetor itself: a deadline, a sweep, a consumer. */
  actorKind: z.enum(['account', 'partner', 'system', 'anonymous']),
  /** Account or API key id; the job's or consumer's name for `system`; null for anonymous. */
  actorId: z.string().nullable(),
  actorRoles: z.array(z.string()),
  /** Staff account acting as `actorId`, when impersonating. */
  impersonatorId: z.string().nullable(),
  sessionId: z.string().nullable(),
  deviceId: z.string().nullable(),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  requestId: z.string().nullable(),
  /** Why, in the actor's words. */
  reason: z.string().nullable(),
  /** The event that led to this one, when a consumer acted on it. */
  causationId: z.string().nullable(),
  /** The first event or request of the chain. */
  correlationId: z.string().nullable(),
});
export type Cause = z.infer<typeof Cause>;

/** The decision that allowed the action: which engine, which policies, at which version. */
export const PolicyDecision = z.strictObject({
  effect: z.enum(['allow', 'deny']),
  action: z.string(),
  /** Ids of the policies that decided it. */
  policies: z.array(z.string()),
  policyVersion: z.string(),
});
export type PolicyDecision = z.infer<typeof PolicyDecision>;

/** What the action changed. Values are JSON; a created thing has no `before`, a removed one no `after`. */
export const Change = z.strictObject({
  before: z.record(z.string(), z.json()).nullable(),
  after: z.record(z.string(), z.json()).nullable(),
});
export type Change = z.infer<typeof Change>;

/**
 * A CloudEvents 1.0 event as Praetor announces, transports and audits it. Attributes follow the specification
 * (lower-case names); `praetor*` attributes are our extensions, `traceparent` is the Distributed Tracing extension,
 * `partitionkey` the Partitioning extension: events with one key of one tenant keep their order.
 */
export const Envelope = z.strictObject({
  specversion: z.literal('1.0'),
  id: z.string().min(1),
  /** `praetor/<subgraph>` for our own, the sender's URI for ingested ones. */
  source: z.string().min(1),
  /** `subgraph.pastTense.vN`, or `marketplace.pastTense.vN` for ingested ones. */
  type: z.string().regex(/^[a-z]+\.[a-zA-Z]+\.v[1-9][0-9]*$/),
  /** Kind and id of the aggregate: `dispute/dsp_…`. */
  subject: z.string().min(1),
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
  dataschema: z.string(),
  partitionkey: z.string().min(1),
  traceparent: z.string().nullable(),
  tenantid: z.string().min(1),
  data: z.record(z.string(), z.json()),
  /** For ingested events: which account each marketplace reference in `data` (`buyerRef`, …) was resolved to. */
  praetorparties: z.record(z.string(), z.string()).nullable(),
  praetorcause: Cause,
  praetorchange: Change.nullable(),
  praetordecision: PolicyDecision.nullable(),
  /** `succeeded`, or `refused` for an attempt that a rule or policy stopped. */
  praetorstatus: z.enum(['succeeded', 'refused']),
});
export type Envelope = z.infer<typeof Envelope>;
