import { signedIn } from '@praetor/subgraph/declare';
import { idempotencyKey, oneOf } from '@praetor/subgraph/fields';
import { forgetDevice, forgetDeviceRefusals, nameDevice, nameDeviceRefusals } from '../commands/change-device.ts';
import { Account } from './account.ts';
import { builder } from './builder.ts';
import { Device } from './session.ts';

const NameDeviceInput = builder.inputType('NameDeviceInput', {
  fields: (t) => ({
    deviceId: t.id({ required: true }),
    name: t.string({ description: 'Left out: it is called by what it says of itself.' }),
    idempotencyKey: idempotencyKey(t),
  }),
});
const ForgetDeviceInput = builder.inputType('ForgetDeviceInput', {
  fields: (t) => ({ deviceId: t.id({ required: true }), idempotencyKey: idempotencyKey(t) }),
});

builder.mutationFields((t) => ({
  nameDevice: t.field({
    type: Device,
    nullable: true,
    description: 'Gives a device of the caller’s own a name to recognise it by.',
    ...signedIn,
    errors: oneOf(nameDeviceRefusals),
    args: { input: t.arg({ type: NameDeviceInput, required: true }) },
    resolve: (_, { input }, { room }) => nameDevice(room, input),
  }),
  forgetDevice: t.field({
    type: Account,
    nullable: true,
    description: 'Forgets a device of the caller’s own: its sessions end, and when it comes again it is new.',
    ...signedIn,
    errors: oneOf(forgetDeviceRefusals),
    args: { input: t.arg({ type: ForgetDeviceInput, required: true }) },
    resolve: (_, { input }, { room }) => forgetDevice(room, input),
  }),
}));
