import { refusalType } from '@praetor/subgraph/builder';
import {
  IdentityLinkedElsewhere,
  IdentityNotLinked,
  IssuerTaken,
  LastWayToSignIn,
  ProviderSignInFailed,
  ProviderUnavailable,
  TooManyIdentities,
  TooManyProviders,
} from '../domain/identity-provider.ts';
import { builder } from './builder.ts';

refusalType(builder, ProviderSignInFailed, 'ProviderSignInFailed', 'What came back from the provider proves nothing.');
refusalType(builder, ProviderUnavailable, 'ProviderUnavailable', 'The provider does not answer as it should.');
refusalType(builder, IdentityNotLinked, 'IdentityNotLinked', 'No account is linked with the identity, and it opens none.');
refusalType(builder, IdentityLinkedElsewhere, 'IdentityLinkedElsewhere', 'Another account is linked with the identity.');
refusalType(builder, TooManyIdentities, 'TooManyIdentities', 'The account has as many linked identities as it may.');
refusalType(builder, LastWayToSignIn, 'LastWayToSignIn', 'Nothing else signs in to the account.');
refusalType(builder, IssuerTaken, 'IdentityProviderIssuerTaken', 'There is a provider with this issuer already.');
refusalType(builder, TooManyProviders, 'IdentityProviderTooMany', 'There are as many providers as there may be.');
