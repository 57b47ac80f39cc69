import { type Client, createClient, OperationFailed } from '@praetor/client/client';
import {
  PartnersPageDocument,
  type PartnersPageQuery,
  RegisteredOperationsPageDocument,
  type RegisteredOperationsPageQuery,
} from '@praetor/client/generated/graphql';
import { StartProblem } from '@praetor/postgres/embedded';

/** A registered operation, whose it is and how it is used. */
export interface PartnerOperation {
  readonly partner: string;
  readonly name: string;
  readonly hash: string;
  readonly body: string;
  readonly usage: { readonly count: string; readonly lastUsedAt: string | null };
}

interface Page<Node> {
  readonly edges: readonly { readonly node: Node }[];
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
}

/** All that were not removed, of an installation. Throws {@link StartProblem} when it does not tell. */
export async function registeredAt(url: string, token: string): Promise<PartnerOperation[]> {
  const client = createClient({ url, token });
  const ask = async <Answer>(asked: Promise<Answer>): Promise<Answer> => {
    try {
      return await asked;
    } catch (error) {
      throw error instanceof OperationFailed ? new StartProblem(`${url}: ${error.message}`) : error;
    }
  };
  const names = new Map(
    (await all(async (after) => (await ask(partnersPage(client, after))).apiKeys)).map(({ id, name }) => [id, name]),
  );
  const operations = await all(async (after) => (await ask(operationsPage(client, after))).registeredOperations);
  return operations
    .filter(({ removedAt }) => !removedAt)
    .map(({ name, hash, body, usage, apiKeyId }) => {
      const partner = apiKeyId === null ? 'everybody' : (names.get(apiKeyId) ?? apiKeyId);
      return { partner, name, hash, body, usage: { count: usage.count, lastUsedAt: usage.lastUsedAt } };
    });
}

const partnersPage = (client: Client, after: string | null): Promise<PartnersPageQuery> =>
  client.request(PartnersPageDocument, { after });
const operationsPage = (client: Client, after: string | null): Promise<RegisteredOperationsPageQuery> =>
  client.request(RegisteredOperationsPageDocument, { after });

async function all<Node>(pageAfter: (after: string | null) => Promise<Page<Node> | null>): Promise<Node[]> {
  const found: Node[] = [];
  for (let after: string | null = null, more = true; more;) {
    const page: Page<Node> | null = await pageAfter(after);
    found.push(...(page?.edges ?? []).map(({ node }) => node));
    after = page?.pageInfo.endCursor ?? null;
    more = page?.pageInfo.hasNextPage ?? false;
  }
  return found;
}
