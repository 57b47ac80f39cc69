import type { Store } from '@praetor/postgres/orm';
import { AccountLinkSchema } from './account-link.entity.ts';
import { AccountSchema } from './account.entity.ts';
import { ApiKeySchema } from './api-key.entity.ts';
import { DataExportPartSchema, DataExportSchema } from './data-export.entity.ts';
import { DeviceSchema } from './device.entity.ts';
import { ExternalIdentitySchema } from './external-identity.entity.ts';
import { IdentityPolicySchema } from './identity-policy.entity.ts';
import { IdentityProviderSchema } from './identity-provider.entity.ts';
import { FactorResetSchema } from './factor-reset.entity.ts';
import { ImpersonationSchema } from './impersonation.entity.ts';
import { GuessLimitSchema } from './guess-limit.entity.ts';
import { IngestedEventSchema } from './ingested-event.entity.ts';
import { KycCheckSchema, KycStandingSchema, SellerProfileSchema, TrustStandingSchema } from './kyc.entity.ts';
import { LinkedIdentitySchema } from './linked-identity.entity.ts';
import { MessageSchema } from './message.entity.ts';
import { ProofSchema } from './proof.entity.ts';
import { RefreshTokenSchema } from './refresh-token.entity.ts';
import { RegisteredOperationSchema } from './registered-operation.entity.ts';
import { RoleRequestSchema } from './role-request.entity.ts';
import { RecoveryCodeSchema } from './recovery-code.entity.ts';
import { SecondFactorGuardSchema } from './second-factor-guard.entity.ts';
import { SellerApplicationSchema } from './seller-application.entity.ts';
import { PasskeySchema } from './passkey.entity.ts';
import { SpentChallengeSchema } from './spent-challenge.entity.ts';
import { SessionSchema } from './session.entity.ts';
import { SigningKeySchema } from './signing-key.entity.ts';
import { SignInChallengeSchema } from './sign-in-challenge.entity.ts';
import { TenantSchema } from './tenant.entity.ts';
import { TraceSchema } from './trace.entity.ts';
import { TotpSchema } from './totp.entity.ts';
import { ClosingSchema } from './closing.entity.ts';
import { ErasureAnswerSchema } from './erasure-answer.entity.ts';
import { HoldSchema } from './hold.entity.ts';
import { InvitationSchema } from './invitation.entity.ts';
import { MembershipSchema } from './membership.entity.ts';
import { OrganizationSchema } from './organization.entity.ts';
import { TeamMemberSchema } from './team-member.entity.ts';
import { ProfileSchema } from './profile.entity.ts';
import { ShopSchema } from './shop.entity.ts';
import { TeamSchema } from './team.entity.ts';
import { WalletChallengeSchema } from './wallet-challenge.entity.ts';
import { WalletSchema } from './wallet.entity.ts';

export const store: Store = {
  schema: 'accounts',
  entities: [
    TenantSchema,
    IdentityPolicySchema,
    AccountSchema,
    DeviceSchema,
    SessionSchema,
    ImpersonationSchema,
    SignInChallengeSchema,
    TotpSchema,
    PasskeySchema,
    SpentChallengeSchema,
    RecoveryCodeSchema,
    FactorResetSchema,
    SecondFactorGuardSchema,
    SellerApplicationSchema,
    KycCheckSchema,
    KycStandingSchema,
    TrustStandingSchema,
    SellerProfileSchema,
    RefreshTokenSchema,
    ExternalIdentitySchema,
    ApiKeySchema,
    RegisteredOperationSchema,
    RoleRequestSchema,
    IngestedEventSchema,
    SigningKeySchema,
    TraceSchema,
    AccountLinkSchema,
    MessageSchema,
    ProofSchema,
    GuessLimitSchema,
    ClosingSchema,
    ErasureAnswerSchema,
    DataExportSchema,
    DataExportPartSchema,
    HoldSchema,
    WalletSchema,
    WalletChallengeSchema,
    OrganizationSchema,
    MembershipSchema,
    TeamSchema,
    TeamMemberSchema,
    InvitationSchema,
    ProfileSchema,
    ShopSchema,
    IdentityProviderSchema,
    LinkedIdentitySchema,
  ],
  migrations: new URL('../../migrations/', import.meta.url),
};
