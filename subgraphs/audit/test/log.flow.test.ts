import { newId, uuidOf } from '@praetor/kernel/id';
import { asWorker, inTenant } from '@praetor/postgres/tenancy';
import { referenceRoot } from '@praetor/transparency/reference-tree';
import { leafHash } from '@praetor/transparency/tree';
import { verifyBundle } from '@praetor/transparency/verify-bundle';
import { createPostgresTransport } from '@praetor/events/postgres-transport';
import type { Envelope } from '@praetor/contracts/envelope';
import { canonicalText } from '@praetor/transparency/canonical';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lastCheckpoint } from '../src/db/log.store.ts';
import { bundleOf } from '../src/queries/proofs.ts';
import { verifyLog } from '../src/service.ts';
import { auditWorld, origin, type AuditWorld } from './world.ts';

let world: AuditWorld;
beforeAll(async () => (world = await auditWorld()));
afterAll(() => world[Symbol.asyncDispose]());

interface Stored {
  index: string;
  event_id: string;
  leaf: string;
  leaf_hash: Buffer;
  personal: unknown;
}

const entries = async (): Promise<Stored[]> =>
  (await world.admin.query<Stored>('select * from audit.entry where tenant_id = $1 order by index', [uuidOf(world.tenantId)]))
    .rows;
const head = async (tenantId: string = world.tenantId) =>
  (
    await world.admin.query<{ size: string; root: Buffer }>('select size, root from audit.log where origin = $1', [
      `${origin}/${tenantId}`,
    ])
  ).rows[0];

/** Events as they come from all the others, through the consumer. */
async function deliver(events: Envelope[]): Promise<void> {
  const { clientUrl } = world.subgraph.orm.config.getAll();
  const transport = createPostgresTransport({ url: clientUrl! });
  await asWorker(world.subgraph.orm, (tx) => transport.publish(events, tx));
  await world.drain();
  await transport.close();
}

describe('what is announced', () => {
  test('is appended once and in order, refused attempts too, however often it is delivered', async () => {
    const story = world.story(60);
    await deliver(story);
    await deliver(story.slice(20, 40));
    expect((await entries()).map((entry) => entry.event_id)).toEqual(story.map((event) => event.id));
    const leaves = (await entries()).map((entry) => JSON.parse(entry.leaf));
    expect(leaves.map((leaf) => leaf.type)).toEqual(story.map((event) => event.type));
    expect(leaves[0]).toMatchObject({
      status: 'refused',
      type: 'accounts.actionRefused.v1',
      cause: { actorKind: 'account' },
      tenantid: world.tenantId,
    });
    expect(leaves[3]).toMatchObject({ change: { before: { seen: 2 }, after: { seen: 3 } }, decision: null });
    expect(await world.announced()).toEqual([]);
  });

  test('is known to the log even when the inbox has forgotten it', async () => {
    const story = world.story(5);
    await world.append(story);
    const before = await head();
    await world.append(story);
    await world.append([...story, ...world.story(0)]);
    expect(await head()).toEqual(before);
  });

  test('leads to the root that RFC 6962 defines', async () => {
    const leaves = (await entries()).map((entry) => entry.leaf_hash);
    expect((await entries()).map((entry) => leafHash(Buffer.from(entry.leaf)))).toEqual(leaves);
    expect(await head()).toEqual({ size: String(leaves.length), root: referenceRoot(leaves) });
  });

  test('of two replicas that append at once, one waits for the other', async () => {
    const [one, other] = [world.story(150), world.story(150)].map((story) =>
      story.map((event, at) => (at % 5 === 1 || at % 5 === 2 ? { ...event, id: newId('event') } : event)),
    );
    const size = Number((await head())!.size);
    await Promise.all([
      world.append(one!.slice(0, 70)),
      world.append(other!.slice(0, 70)),
      world.append(one!.slice(70)),
      world.append(other!.slice(70)),
    ]);
    expect(Number((await head())!.size)).toBe(size + 300);
    expect(await verifyLog(world.subgraph.orm, world.tenantId)).toMatchObject({ ok: true, size: size + 300 });
  });

  test('goes into a log of its own in each tenant, also when both begin at once', async () => {
    const tenants = [newId('tenant'), newId('tenant')];
    await Promise.all(
      tenants.flatMap((tenantId) => [
        world.append(world.story(3, tenantId), tenantId),
        world.append(world.story(5, tenantId).slice(3), tenantId),
      ]),
    );
    for (const tenantId of tenants) expect(await verifyLog(world.subgraph.orm, tenantId)).toMatchObject({ ok: true, size: 5 });
  });
});

test('batches leave no trace: the same events have the same root however they are split', async () => {
  const salt = ({ id }: Envelope) => Buffer.from(id.slice(-16).padStart(16));
  const story = world.story(700);
  const rootOf = async (sizes: number[]) => {
    // One log of its own for each split; what it says must not depend on which.
    const tenantId = newId('tenant');
    const own = story.map((event) => ({ ...event, tenantid: world.tenantId }));
    for (let at = 0, n = 0; at < own.length; at += sizes[n % sizes.length]!, n += 1)
      await world.append(own.slice(at, at + sizes[n % sizes.length]!), tenantId, { salt });
    const [row] = (
      await world.admin.query<{ root: Buffer; size: string }>('select root, size from audit.log where origin = $1', [
        `${origin}/${tenantId}`,
      ])
    ).rows;
    return `${row!.size} ${row!.root.toString('hex')}`;
  };
  const whole = await rootOf([700]);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 20, max: 300 }), { minLength: 1, maxLength: 6 }), async (sizes) => {
      expect(await rootOf(sizes)).toBe(whole);
    }),
    { numRuns: 12 },
  );
});

describe('proofs', () => {
  const bundleAt = async (index: number, since?: number) => {
    const { data, errors } = await world.query(
      world.auditor,
      'query ($index: BigInt!, $since: BigInt) { auditProofBundle(index: $index, since: $since) }',
      { index, since },
    );
    expect(errors).toBeUndefined();
    return JSON.parse(String(data?.auditProofBundle));
  };
  const checkpoint = async () =>
    (await world.query(world.auditor, '{ auditCheckpoint { size root note publicKey } }')).data!.auditCheckpoint as {
      size: string;
      root: string;
      note: string;
      publicKey: string;
    };

  test('every entry of a log of a thousand is shown to an outsider, and that it only grew', async () => {
    const older = await checkpoint();
    for (let round = 0; round < 4; round += 1)
      await world.append(world.story(200).filter((_, at) => at % 5 !== 1 && at % 5 !== 2));
    await world.append(
      world
        .story(300)
        .map((event) => ({ ...event, id: newId('event') }))
        .map((event) => ({ ...event, source: 'https://other.example' })),
    );
    const { size, publicKey, root } = await checkpoint();
    expect(Number(size)).toBeGreaterThan(1_000);
    const stored = await entries();
    const since = Number(older.size);
    const proven = await inTenant(world.subgraph.orm, world.tenantId, async (em) => {
      const row = (await lastCheckpoint(em, world.tenantId))!;
      const room = { em, actor: world.auditor };
      const bundles: string[] = [];
      for (let index = 0; index < row.size; index += 1) bundles.push(await bundleOf(room, row, index, index % 9 ? null : since));
      return bundles.map((bundle) => verifyBundle(JSON.parse(bundle), publicKey));
    });
    expect(proven.map((verdict) => verdict.ok && [verdict.leafIndex, canonicalText(verdict.entry)])).toEqual(
      stored.map(({ leaf }, index) => [index, leaf]),
    );
    expect(verifyBundle(await bundleAt(3, Number(older.size)), publicKey, { checkpoint: older.note })).toMatchObject({
      ok: true,
      consistentSince: Number(older.size),
    });
    expect(root).toBe((await head())!.root.toString('base64'));
  }, 120_000);

  test('an altered bundle is refused', async () => {
    const { publicKey } = await checkpoint();
    const bundle = await bundleAt(7);
    expect(verifyBundle({ ...bundle, leafIndex: 8 }, publicKey)).toMatchObject({ ok: false, step: 'inclusion' });
    expect(verifyBundle({ ...bundle, entry: bundle.entry.replace('2026', '2027') }, publicKey)).toMatchObject({
      ok: false,
      step: 'inclusion',
    });
  });

  test('raw proofs are of any size that the log had', async () => {
    const text = `query { auditInclusionProof(index: 5, treeSize: 6) { treeSize root proof leafHash }
      auditConsistencyProof(from: 6, to: 40) { fromRoot toRoot proof } }`;
    const { data } = await world.query(world.auditor, text);
    const leaves = (await entries()).map((entry) => entry.leaf_hash);
    expect(data).toMatchObject({
      auditInclusionProof: {
        treeSize: '6',
        root: referenceRoot(leaves.slice(0, 6)).toString('base64'),
        leafHash: leaves[5]!.toString('base64'),
      },
      auditConsistencyProof: {
        fromRoot: referenceRoot(leaves.slice(0, 6)).toString('base64'),
        toRoot: referenceRoot(leaves.slice(0, 40)).toString('base64'),
      },
    });
  });

  test.each([
    'auditInclusionProof(index: 9999999) { root }',
    'auditInclusionProof(index: -1) { root }',
    'auditInclusionProof(index: 5, treeSize: 5) { root }',
    'auditInclusionProof(index: 5, treeSize: 0) { root }',
    'auditInclusionProof(index: 5, treeSize: 9007199254740993) { root }',
    'auditConsistencyProof(from: 0) { toRoot }',
    'auditConsistencyProof(from: 7, to: 6) { toRoot }',
    'auditProofBundle(index: 9999999)',
    'auditProofBundle(index: 1, since: 3)',
    'auditEntry { id }',
    'auditEntry(id: "x", index: 1) { id }',
    'auditEntries(subjectType: "order") { edges { cursor } }',
    'auditEntries(first: 101) { edges { cursor } }',
    'auditEntries(after: "nonsense") { edges { cursor } }',
  ])('asked wrongly, %s says what to correct', async (field) => {
    const { data, errors } = await world.query(world.auditor, `{ answer: ${field} }`);
    expect({ ...data }).toEqual({ answer: null });
    expect(errors?.map((error) => error.extensions.code)).toEqual(['BAD_USER_INPUT']);
  });

  test('the job signs what grew, once', async () => {
    const [job] = world.subgraph.jobs;
    await job!.runOnce();
    expect(await job!.runOnce()).toBe(0);
    await world.append(world.story(4).slice(3));
    expect(await job!.runOnce()).toBe(1);
    expect((await checkpoint()).size).toBe((await head())!.size);
  });
});

describe('what is personal', () => {
  test('lies beside the leaf and can be erased; every proof stays valid', async () => {
    const { rows } = await world.admin.query<{ index: string }>(
      `select index from audit.entry where personal ? 'data' and tenant_id = $1 order by index`,
      [uuidOf(world.tenantId)],
    );
    expect(rows.length).toBeGreaterThan(50);
    const before = await head();
    const stored = await entries();
    expect(stored.some((entry) => /ada\.\d|Ada №|192\.0\.2/.test(entry.leaf))).toBe(false);
    expect(JSON.stringify(stored.map((entry) => entry.personal))).toMatch(/ada\.1@example\.org/);
    const index = Number(rows[0]!.index);
    await inTenant(world.subgraph.orm, world.tenantId, (tx) =>
      tx.execute(`update audit.entry set personal = null, salt = null where index >= ${index}`),
    );
    expect(JSON.stringify((await entries()).map((entry) => entry.personal))).not.toMatch(/ada\.1@example\.org/);
    expect(await head()).toEqual(before);
    expect(await verifyLog(world.subgraph.orm, world.tenantId)).toMatchObject({ ok: true });
    const { data } = await world.query(
      world.auditor,
      `{ auditEntry(index: ${index}) { personal leaf } auditProofBundle(index: ${index}) auditCheckpoint { publicKey } }`,
    );
    const answer = data as {
      auditEntry: { personal: unknown; leaf: string };
      auditProofBundle: string;
      auditCheckpoint: { publicKey: string };
    };
    expect(answer.auditEntry.personal).toBeNull();
    expect(verifyBundle(JSON.parse(answer.auditProofBundle), answer.auditCheckpoint.publicKey)).toMatchObject({ ok: true });
  });
});
