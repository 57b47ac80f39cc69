import { enumValues } from '@praetor/subgraph/fields';
import { riskLevels, tiers } from '../domain/model.ts';
import { builder } from './builder.ts';

export const TrustTier = builder.enumType('TrustTier', {
  description: 'How far an account is trusted. `NEW`: too little is known of it to say more.',
  values: enumValues(tiers),
});
export const TrustRiskLevel = builder.enumType('TrustRiskLevel', { values: enumValues(riskLevels) });
