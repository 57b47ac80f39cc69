import { internal } from '@praetor/subgraph/declare';
import { enumValues } from '@praetor/subgraph/fields';
import { endProviderSessions, type LogoutOutcome, logoutOutcomes } from '../commands/end-provider-sessions.ts';
import { builder } from './builder.ts';

/** What the gateway hands on from providers: none of it is in the public graph. */
const ProviderLogoutOutcome = builder.enumType('ProviderLogoutOutcome', {
  inaccessible: true,
  values: enumValues(logoutOutcomes),
});

const EndProviderSessionsInput = builder.inputType('EndProviderSessionsInput', {
  inaccessible: true,
  fields: (t) => ({ providerId: t.id({ required: true }), logoutToken: t.string({ required: true }) }),
});
const EndProviderSessionsPayload = builder.objectRef<{ outcome: LogoutOutcome }>('EndProviderSessionsPayload').implement({
  inaccessible: true,
  fields: (t) => ({ outcome: t.expose('outcome', { type: ProviderLogoutOutcome }) }),
});

builder.mutationField('endProviderSessions', (t) =>
  t.field({
    type: EndProviderSessionsPayload,
    nullable: true,
    description: 'Ends what a provider signed in and has logged out. Each logout token counts once.',
    ...internal('gateway:verify'),
    args: { input: t.arg({ type: EndProviderSessionsInput, required: true }) },
    resolve: async (_, { input: { providerId, logoutToken } }, { room, loaders }) => ({
      outcome: await endProviderSessions(room, loaders.desk, { providerId: String(providerId), logoutToken }),
    }),
  }),
);
