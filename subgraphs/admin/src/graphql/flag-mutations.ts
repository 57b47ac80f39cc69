import { requires } from '@praetor/subgraph/declare';
import { expectedVersion, idempotencyKey, oneOf } from '@praetor/subgraph/fields';
import { addFlagNote, addFlagNoteRefusals } from '../commands/add-flag-note.ts';
import { assignFlag, assignFlagRefusals } from '../commands/assign-flag.ts';
import { raiseFlag, raiseFlagRefusals } from '../commands/raise-flag.ts';
import { resolveFlag, resolveFlagRefusals } from '../commands/resolve-flag.ts';
import { unassignFlag, unassignFlagRefusals } from '../commands/unassign-flag.ts';
import { builder } from './builder.ts';
import { EntityRefInput } from './entity-ref.ts';
import { Flag, FlagNote, FlagResolution, FlagSeverity } from './flag.ts';
import './refusals.ts';

type InputFields = PothosSchemaTypes.InputFieldBuilder<(typeof builder)['$inferSchemaTypes'], 'InputObject'>;

/** What every mutation of an existing flag takes. */
const onFlag = (t: InputFields) => ({
  flagId: t.id({ required: true }),
  expectedVersion: expectedVersion(t),
  idempotencyKey: idempotencyKey(t),
});

const RaiseFlagInput = builder.inputType('RaiseFlagInput', {
  fields: (t) => ({
    entity: t.field({ type: EntityRefInput, required: true, description: 'What needs a look.' }),
    accountId: t.id({ description: 'Who answers for it, when you know. An account answers for itself.' }),
    category: t.string({ required: true, description: 'What kind of thing is wrong.' }),
    reason: t.string({ required: true }),
    severity: t.field({ type: FlagSeverity, description: 'MEDIUM unless you say otherwise.' }),
    idempotencyKey: idempotencyKey(t),
  }),
});
const AssignFlagInput = builder.inputType('AssignFlagInput', {
  fields: (t) => ({ ...onFlag(t), assigneeId: t.id({ description: 'A colleague; you when left out.' }) }),
});
const UnassignFlagInput = builder.inputType('UnassignFlagInput', { fields: onFlag });
const ResolveFlagInput = builder.inputType('ResolveFlagInput', {
  fields: (t) => ({
    ...onFlag(t),
    resolution: t.field({ type: FlagResolution, required: true }),
    reason: t.string({ required: true, description: 'Why. A warning tells it to the account.' }),
  }),
});
const AddFlagNoteInput = builder.inputType('AddFlagNoteInput', {
  fields: (t) => ({ ...onFlag(t), text: t.string({ required: true }) }),
});

builder.mutationType({
  fields: (t) => ({
    raiseFlag: t.field({
      type: Flag,
      nullable: true,
      description: 'Says that a thing needs a look. Raised again while unresolved, the same flag counts one more.',
      ...requires('flag:raise'),
      errors: oneOf(raiseFlagRefusals),
      args: { input: t.arg({ type: RaiseFlagInput, required: true }) },
      resolve: (_, { input }, { room }) => raiseFlag(room, input),
    }),
    assignFlag: t.field({
      type: Flag,
      nullable: true,
      description: 'Hands a flag to a colleague, or to yourself. Undone by `unassignFlag` until it is resolved.',
      ...requires('flag:assign'),
      errors: oneOf(assignFlagRefusals),
      args: { input: t.arg({ type: AssignFlagInput, required: true }) },
      resolve: (_, { input }, { room }) => assignFlag(room, input),
    }),
    unassignFlag: t.field({
      type: Flag,
      nullable: true,
      description: 'Puts a flag back in the queue.',
      ...requires('flag:assign'),
      errors: oneOf(unassignFlagRefusals),
      args: { input: t.arg({ type: UnassignFlagInput, required: true }) },
      resolve: (_, { input }, { room }) => unassignFlag(room, input),
    }),
    resolveFlag: t.field({
      type: Flag,
      nullable: true,
      description: 'Decides a flag. Final: `SUSPEND` suspends the account it concerns, which staff may reinstate.',
      ...requires('flag:resolve'),
      errors: oneOf(resolveFlagRefusals),
      args: { input: t.arg({ type: ResolveFlagInput, required: true }) },
      resolve: (_, { input }, { room }) => resolveFlag(room, input),
    }),
    addFlagNote: t.field({
      type: FlagNote,
      nullable: true,
      description: 'Writes something down about a flag, for staff.',
      ...requires('flag:read', 'flag:raise'),
      errors: oneOf(addFlagNoteRefusals),
      args: { input: t.arg({ type: AddFlagNoteInput, required: true }) },
      resolve: (_, { input }, { room }) => addFlagNote(room, input),
    }),
  }),
});
