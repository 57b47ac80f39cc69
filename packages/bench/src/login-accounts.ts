import { hash } from '@node-rs/argon2';
import { newId, uuidOf } from '@praetor/kernel/id';
import pg from 'pg';

/** What accounts hashes with. */
export const hashing = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const;

export const password = 'violet kettles march north';

/** Verified accounts of the demo tenant, made by SQL from one hash: registering each would measure something else. */
export async function loginAccounts(adminUrl: string, count: number): Promise<string[]> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    const emails = Array.from({ length: count }, (_, at) => `known-${at}@bench.example`);
    const passwordHash = await hash(password, hashing);
    await admin.query(
      `insert into accounts.account (id, tenant_id, status, email, email_verified_at, password_hash, roles, claimed, created_at, updated_at)
       select n.id, t.id, 'active', n.email, now(), $3, '{BUYER}', true, now(), now()
       from unnest($1::uuid[], $2::text[]) as n (id, email) cross join accounts.tenant t where t.slug = 'demo'`,
      [emails.map(() => uuidOf(newId('account'))), emails, passwordHash],
    );
    await admin.query('analyze accounts.account');
    return emails;
  } finally {
    await admin.end();
  }
}
