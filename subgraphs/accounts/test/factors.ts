import { minutes } from '@praetor/kernel/clock';
import { accountActor } from '@praetor/testkit/actors';
import type { Room } from '@praetor/events/room';
import { Secret, TOTP } from 'otpauth';
import { confirmTotp } from '../src/commands/confirm-totp.ts';
import { enrolTotp } from '../src/commands/enrol-totp.ts';
import type { SessionTokens } from '../src/commands/session-tokens.ts';
import type { AccountsWorld, Person } from './world.ts';

/** As the gateway forwards a person in one of their sessions. */
export const inSession = (world: AccountsWorld, person: Person, { session }: SessionTokens): Room =>
  world.room(
    accountActor(world.tenantId, ['BUYER'], { id: person.account.id, sessionId: session.id, deviceId: session.deviceId }),
  );

/** The code that an authenticator app shows, or will. */
export const codeOf = (world: AccountsWorld, secret: string, ahead = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: world.clock.now().getTime() + ahead });

/** Gives someone an authenticator app, in a session of theirs. A minute passes, so that there is another code. */
export async function enrolSecondFactor(world: AccountsWorld, person: Person) {
  const tokens = await world.signIn(person);
  const room = inSession(world, person, tokens);
  const { secret, uri } = await enrolTotp(room, world.desk.factorSeal, {});
  const { codes } = await confirmTotp(room, world.desk.factorSeal, { code: codeOf(world, secret!) });
  world.clock.advance(minutes(1));
  return { person, tokens, room, secret: secret!, uri: uri!, codes: [...codes!] };
}
