import { createClient } from '@praetor/client';
import { PartnerOverviewDocument } from './generated/graphql.ts';

/**
 * A marketplace's back end, in little: it asks how disputes and trust stand, by an operation that was registered for its key.
 *
 *     PRAETOR_URL=http://127.0.0.1:4000 PRAETOR_API_KEY=pk_… node packages/client/examples/partner-tool.ts
 *
 * Beforehand, staff registers `generated/persisted-documents.json` for the key, with the mutation `registerOperations`.
 */
// oxlint-disable-next-line node/no-process-env -- a program of its own, which has no settings to check
const { PRAETOR_URL: url = 'http://127.0.0.1:4000', PRAETOR_API_KEY: token = null } = process.env;

const { disputesSummary, trustSummary } = await createClient({ url, token, registered: true }).request(PartnerOverviewDocument);
for (const { status, count } of disputesSummary ?? []) console.log(`disputes ${status}: ${count}`);
for (const { tier, count } of trustSummary ?? []) console.log(`people of trust ${tier}: ${count}`);
