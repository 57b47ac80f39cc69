import { enumValues } from '@praetor/subgraph/fields';
import type { ProofRow } from '../db/proof.entity.ts';
import { purposeNames } from '../domain/proof.ts';
import { nextSend } from '../queries/next-send.ts';
import { builder } from './builder.ts';

type InputFields = PothosSchemaTypes.InputFieldBuilder<(typeof builder)['$inferSchemaTypes'], 'InputObject'>;

const ProofPurpose = builder.enumType('ProofPurpose', {
  description: 'What reading an address is to prove.',
  values: enumValues(purposeNames),
});

export const ProofRequest = builder.objectRef<ProofRow>('ProofRequest').implement({
  description: 'A secret was asked for. If the address is right, it is on its way there; the answer is the same if not.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Show it together with the code. Keep it on the device that asked.' }),
    purpose: t.expose('purpose', { type: ProofPurpose }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when the code or link is good.' }),
    resendAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When `resendCode` sends another. Null when it does not.',
      resolve: nextSend,
    }),
  }),
});

export const ProofUsed = builder.objectRef<ProofRow>('ProofUsed').implement({
  description: 'A link did what it was sent for. It signs nobody in.',
  fields: (t) => ({
    purpose: t.expose('purpose', { type: ProofPurpose }),
    email: t.exposeString('address', { description: 'The address that was proven.' }),
  }),
});

/** What proves by a code. */
export const code = (t: InputFields) => ({
  requestId: t.id({ required: true, description: 'The `id` that asking for the code gave.' }),
  code: t.string({ required: true, description: 'Eight digits, spaces or not.' }),
});
/** What proves by a link. */
export const token = (t: InputFields) => t.string({ required: true, description: 'Behind the `#` of the link.' });
