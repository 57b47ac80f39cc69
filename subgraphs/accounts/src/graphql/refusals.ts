import { ProposalClosed, SecondPersonNeeded } from '@praetor/kernel/four-eyes';
import { refusalType } from '@praetor/subgraph/builder';
import { enumValues } from '@praetor/subgraph/fields';
import { InvalidCredentials } from '../commands/attempt-password.ts';
import { AccountIsLocked, AccountIsSuspended } from '../commands/sign-in.ts';
import { TryLater } from '../commands/password-hasher.ts';
import { InvalidChallenge } from '../commands/answer-second-factor.ts';
import { InvalidSecondFactor } from '../commands/attempt-second-factor.ts';
import { TotpEnrolled } from '../commands/enrol-totp.ts';
import { SecondFactorNeeded } from '../commands/reauthenticate.ts';
import { SecondFactorRequired, secondFactors } from '../commands/second-factor.ts';
import { InvalidPasskey } from '../commands/passkey-options.ts';
import { InvalidRefreshToken } from '../commands/refresh-session.ts';
import { SmsUnavailable } from '../commands/verify-phone.ts';
import { AccountWrongState } from '../domain/account.ts';
import { FactorResetClosed, NoSecondFactor } from '../domain/factor-reset.ts';
import { InvalidCode, InvalidToken } from '../domain/proof.ts';
import { WeakPassword } from '../domain/password.ts';
import { LastAdministrator, RoleBeyondGrantor, RoleUnchanged } from '../domain/roles.ts';
import { OperationHashTaken, OperationInUse } from '../domain/registered-operation.ts';
import { OnboardingWrongState } from '../domain/seller-onboarding.ts';
import { ApiKeyRevoked } from '../domain/rotation.ts';
import { builder } from './builder.ts';

export const SecondFactor = builder.enumType('SecondFactor', {
  description: 'What proves a second factor.',
  values: enumValues(secondFactors),
});

refusalType(builder, InvalidCredentials, 'AccountInvalidCredentials', 'E-mail address and password do not belong together.');
refusalType(builder, AccountIsLocked, 'AccountIsLocked', 'The password is right; staff has locked the account.');
refusalType(builder, AccountIsSuspended, 'AccountIsSuspended', 'The password is right; the account is suspended.');
refusalType(builder, InvalidChallenge, 'AccountInvalidChallenge', 'The challenge token gives nothing any more.');
refusalType(builder, InvalidSecondFactor, 'AccountInvalidSecondFactor', 'The code is wrong or was used, or too many were tried.');
refusalType(builder, SecondFactorNeeded, 'AccountSecondFactorNeeded', 'The password alone proves too little.');
refusalType(builder, NoSecondFactor, 'AccountNoSecondFactor', 'There is no second factor to reset.');
refusalType(builder, FactorResetClosed, 'FactorResetClosed', 'The reset came to its end.');
refusalType(builder, TotpEnrolled, 'AccountTotpEnrolled', 'The account has an authenticator app already.');
refusalType(builder, SecondFactorRequired, 'SecondFactorRequired', 'The first factor is right; prove the second.', (t) => ({
  challengeToken: t.string({
    description: 'For `answerSecondFactor`. Keep it secret.',
    resolve: (refusal) => (refusal as SecondFactorRequired).challengeToken,
  }),
  expiresAt: t.field({ type: 'DateTime', resolve: (refusal) => (refusal as SecondFactorRequired).expiresAt }),
  methods: t.field({
    type: [SecondFactor],
    description: 'Any one of them will do.',
    resolve: (refusal) => [...(refusal as SecondFactorRequired).methods],
  }),
}));
refusalType(builder, InvalidPasskey, 'AccountInvalidPasskey', 'The proof of the passkey does not hold.');
refusalType(builder, InvalidRefreshToken, 'AccountInvalidRefreshToken', 'The refresh token gives nothing any more.');
refusalType(builder, InvalidCode, 'AccountInvalidCode', 'The code proves nothing, or not any more.');
refusalType(builder, InvalidToken, 'AccountInvalidToken', 'The link proves nothing, or not any more.');
refusalType(builder, SmsUnavailable, 'AccountSmsUnavailable', 'This deployment sends no texts.');
refusalType(builder, WeakPassword, 'AccountWeakPassword', 'The password is too short, known, or soon guessed.', (t) => ({
  suggestions: t.stringList({
    description: 'What would make it stronger.',
    resolve: (refusal) => [...(refusal as WeakPassword).suggestions],
  }),
}));
refusalType(builder, TryLater, 'AccountTryLater', 'Too much is being done, or was asked for, to do this now.', (t) => ({
  retryAfterSeconds: t.int({ resolve: (refusal) => (refusal as TryLater).retryAfterSeconds }),
}));
refusalType(builder, AccountWrongState, 'AccountWrongState', 'The account is not in a state that allows this.');
refusalType(builder, RoleUnchanged, 'AccountRoleUnchanged', 'The account has, or lacks, the role already.');
refusalType(builder, RoleBeyondGrantor, 'AccountRoleBeyondGrantor', 'Nobody gives or takes a role they lack.');
refusalType(builder, LastAdministrator, 'AccountLastAdministrator', 'Nobody could give roles any more.');
refusalType(builder, SecondPersonNeeded, 'SecondPersonNeeded', 'Whoever asked, or is concerned, does not decide.');
refusalType(builder, ProposalClosed, 'ProposalClosed', 'The request was decided, withdrawn, or nobody decided in time.');
refusalType(builder, OnboardingWrongState, 'SellerApplicationWrongState', 'The application is not where this could be done.');
refusalType(builder, ApiKeyRevoked, 'ApiKeyRevoked', 'The key ended for good.');
refusalType(builder, OperationHashTaken, 'OperationHashTaken', 'A hash of the manifest stands for another text already.');
refusalType(builder, OperationInUse, 'OperationInUse', 'A partner still runs the operation.');
