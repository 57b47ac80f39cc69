import { anyone, costs, signedIn, steppedUp } from '@praetor/subgraph/declare';
import { idempotencyKey, oneOf } from '@praetor/subgraph/fields';
import {
  changeEmail,
  changeEmailRefusals,
  confirmEmailChange,
  confirmEmailChangeRefusals,
  undoEmailChange,
  undoEmailChangeRefusals,
} from '../commands/change-email.ts';
import {
  addPhone,
  addPhoneRefusals,
  confirmPhone,
  confirmPhoneRefusals,
  removePhone,
  removePhoneRefusals,
} from '../commands/verify-phone.ts';
import { Account } from './account.ts';
import { builder } from './builder.ts';
import { code, ProofRequest, ProofUsed, token } from './proof.ts';
import './refusals.ts';

const ChangeEmailInput = builder.inputType('ChangeEmailInput', {
  fields: (t) => ({
    newEmail: t.string({ required: true }),
    currentPassword: t.string({ required: true }),
    idempotencyKey: idempotencyKey(t),
  }),
});
const byCode = (name: string) => builder.inputType(name, { fields: (t) => ({ ...code(t), idempotencyKey: idempotencyKey(t) }) });
const ConfirmEmailChangeInput = byCode('ConfirmEmailChangeInput');
const ConfirmPhoneInput = byCode('ConfirmPhoneInput');
const UndoEmailChangeInput = builder.inputType('UndoEmailChangeInput', {
  fields: (t) => ({ token: token(t), idempotencyKey: idempotencyKey(t) }),
});
const AddPhoneInput = builder.inputType('AddPhoneInput', {
  fields: (t) => ({
    phone: t.string({ required: true, description: 'With its country: +49 151 12345678.' }),
    idempotencyKey: idempotencyKey(t),
  }),
});
const RemovePhoneInput = builder.inputType('RemovePhoneInput', { fields: (t) => ({ idempotencyKey: idempotencyKey(t) }) });

builder.mutationFields((t) => ({
  changeEmail: t.field({
    ...costs(20),
    type: ProofRequest,
    nullable: true,
    description: 'Asks to use another address; a code goes there, for `confirmEmailChange`.',
    ...signedIn,
    ...steppedUp,
    errors: oneOf(changeEmailRefusals),
    args: { input: t.arg({ type: ChangeEmailInput, required: true }) },
    resolve: (_, { input }, { room, loaders }) => changeEmail(room, loaders.desk, input),
  }),
  confirmEmailChange: t.field({
    type: Account,
    nullable: true,
    description: 'Proves the new address. The old one is told, and may take it back within 7 days (`undoEmailChange`).',
    ...signedIn,
    errors: oneOf(confirmEmailChangeRefusals),
    args: { input: t.arg({ type: ConfirmEmailChangeInput, required: true }) },
    resolve: (_, { input }, { room, loaders }) => confirmEmailChange(room, loaders.desk, input),
  }),
  undoEmailChange: t.field({
    type: ProofUsed,
    nullable: true,
    description: 'Brings the old address back. All sessions end, and the password goes: a link for a new one is sent.',
    ...anyone,
    errors: oneOf(undoEmailChangeRefusals),
    args: { input: t.arg({ type: UndoEmailChangeInput, required: true }) },
    resolve: (_, { input }, { room }) => undoEmailChange(room, input),
  }),
  addPhone: t.field({
    type: ProofRequest,
    nullable: true,
    description: 'Asks to use a phone number; a code goes there by text, for `confirmPhone`.',
    ...signedIn,
    ...steppedUp,
    errors: oneOf(addPhoneRefusals),
    args: { input: t.arg({ type: AddPhoneInput, required: true }) },
    resolve: (_, { input }, { room, loaders }) => addPhone(room, loaders.desk, input),
  }),
  confirmPhone: t.field({
    type: Account,
    nullable: true,
    description: 'Proves the phone number.',
    ...signedIn,
    errors: oneOf(confirmPhoneRefusals),
    args: { input: t.arg({ type: ConfirmPhoneInput, required: true }) },
    resolve: (_, { input }, { room, loaders }) => confirmPhone(room, loaders.desk, input),
  }),
  removePhone: t.field({
    type: Account,
    nullable: true,
    description: 'Takes the phone number away.',
    ...signedIn,
    ...steppedUp,
    errors: oneOf(removePhoneRefusals),
    args: { input: t.arg({ type: RemovePhoneInput, required: true }) },
    resolve: (_, { input }, { room }) => removePhone(room, input),
  }),
}));
