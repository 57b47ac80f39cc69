import { costs, requires } from '@praetor/subgraph/declare';
import type { CheckpointRow } from '../db/checkpoint.entity.ts';
import { bundleOf, consistencyOf, inclusionOf, rootOf, type Consistency, type Inclusion } from '../queries/proofs.ts';
import { base64, numberOf } from './bytes.ts';
import { builder } from './builder.ts';

const AuditCheckpoint = builder.objectRef<CheckpointRow>('AuditCheckpoint').implement({
  description: 'What the log commits to: its size and root, signed (C2SP tlog-checkpoint).',
  fields: (t) => ({
    size: t.field({ type: 'BigInt', resolve: ({ size }) => BigInt(size) }),
    root: t.string({ description: 'Base64.', resolve: (checkpoint) => base64(rootOf(checkpoint).root) }),
    note: t.exposeString('note', { description: 'The signed note. Keep it: the log must stand by it for good.' }),
    signedAt: t.expose('signedAt', { type: 'DateTime' }),
    publicKey: t.string({
      description: 'The verifier key, `name+id+base64`. Get it once over a channel you trust, and keep it.',
      resolve: (_, _args, { loaders }) => loaders.verifierKey(),
    }),
  }),
});

const AuditInclusionProof = builder.objectRef<Inclusion>('AuditInclusionProof').implement({
  description: 'That an entry is in the tree of the first `treeSize` entries (RFC 9162 §2.1.3). Hashes are base64.',
  fields: (t) => ({
    index: t.field({ type: 'BigInt', resolve: ({ index }) => BigInt(index) }),
    treeSize: t.field({ type: 'BigInt', resolve: ({ treeSize }) => BigInt(treeSize) }),
    leafHash: t.string({ resolve: ({ leafHash }) => base64(leafHash) }),
    root: t.string({ resolve: ({ root }) => base64(root) }),
    proof: t.stringList({ resolve: ({ proof }) => proof.map(base64) }),
  }),
});

const AuditConsistencyProof = builder.objectRef<Consistency>('AuditConsistencyProof').implement({
  description: 'That the log of `from` entries is the beginning of the log of `to` entries (RFC 9162 §2.1.4). Hashes are base64.',
  fields: (t) => ({
    from: t.field({ type: 'BigInt', resolve: ({ from }) => BigInt(from) }),
    to: t.field({ type: 'BigInt', resolve: ({ to }) => BigInt(to) }),
    fromRoot: t.string({ resolve: ({ fromRoot }) => base64(fromRoot) }),
    toRoot: t.string({ resolve: ({ toRoot }) => base64(toRoot) }),
    proof: t.stringList({ resolve: ({ proof }) => proof.map(base64) }),
  }),
});

const place = (value: bigint | null | undefined, name: string): number | null => (value == null ? null : numberOf(value, name));

builder.queryFields((t) => ({
  auditCheckpoint: t.field({
    type: AuditCheckpoint,
    nullable: true,
    description: 'The log as it is now, signed; null while it has no entry.',
    ...requires('audit:read'),
    resolve: (_, _args, { loaders }) => loaders.checkpoint(),
  }),
  auditInclusionProof: t.field({
    type: AuditInclusionProof,
    ...costs(20),
    nullable: true,
    ...requires('audit:read'),
    args: {
      index: t.arg({ type: 'BigInt', required: true }),
      treeSize: t.arg({ type: 'BigInt', description: 'A size the log had; as it is now when left out.' }),
    },
    resolve: (_, { index, treeSize }, { room }) => inclusionOf(room, numberOf(index, 'index'), place(treeSize, 'treeSize')),
  }),
  auditConsistencyProof: t.field({
    type: AuditConsistencyProof,
    ...costs(20),
    nullable: true,
    ...requires('audit:read'),
    args: {
      from: t.arg({ type: 'BigInt', required: true, description: 'An older size of the log, at least 1.' }),
      to: t.arg({ type: 'BigInt', description: 'A newer size; as it is now when left out.' }),
    },
    resolve: (_, { from, to }, { room }) => consistencyOf(room, numberOf(from, 'from'), place(to, 'to')),
  }),
  auditProofBundle: t.string({
    ...costs(50),
    nullable: true,
    description: 'JSON text with all that `praetor audit verify` needs to check one entry without the server.',
    ...requires('audit:read'),
    args: {
      index: t.arg({ type: 'BigInt', required: true }),
      since: t.arg({
        type: 'BigInt',
        description: 'Size of a checkpoint you kept: the bundle shows that the log only grew since.',
      }),
    },
    resolve: async (_, { index, since }, { room, loaders }) => {
      const checkpoint = await loaders.checkpoint();
      return checkpoint && bundleOf(room, checkpoint, numberOf(index, 'index'), place(since, 'since'));
    },
  }),
}));
