import { subgraphSchema } from '@praetor/subgraph/builder';
import './account-link.ts';
import './account-mutations.ts';
import './account.ts';
import './api-key.ts';
import './contact-mutations.ts';
import './for-gateway.ts';
import './impersonation.ts';
import './kyc.ts';
import './operations-for-gateway.ts';
import './proof-mutations.ts';
import './registered-operation.ts';
import './role.ts';
import './second-factor.ts';
import './seller-onboarding.ts';
import './session-mutations.ts';
import { builder } from './builder.ts';

export const schema = subgraphSchema(builder);
