import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import pg from 'pg';

/**
 * What a decision costs at the least on this machine: an HTTP server that does nothing but keep the row. No tenant, no key, no rule, no
 * announcement, no audit. `node peer-decision.ts <database URL>` prints its port.
 */
const pool = new pg.Pool({ connectionString: process.argv[2], max: 6, application_name: 'bench-peer' });
await pool.query(`
  create schema if not exists bench_peer;
  create table if not exists bench_peer.decision (
    id uuid primary key default gen_random_uuid(), request_id text not null unique, account text not null, action text not null,
    amount_minor bigint not null, currency text not null, context jsonb not null, outcome text not null, reasons jsonb not null,
    score int not null, tier text not null, model_version text not null, decided_at timestamptz not null default now())`);

interface Asked {
  readonly variables: {
    readonly input: {
      readonly requestId: string;
      readonly externalRef: string;
      readonly action: string;
      readonly amount: { readonly amountMinor: number; readonly currency: string };
      readonly context: object;
    };
  };
}

const insert = {
  name: 'keep',
  text: `insert into bench_peer.decision (request_id, account, action, amount_minor, currency, context, outcome, reasons, score, tier, model_version)
    values ($1, $2, $3, $4, $5, $6, 'allow', '[]', 500, 'new', 'none') returning id, outcome, model_version`,
};

const server = createServer((request, response) => {
  void (async () => {
    const { requestId, externalRef, action, amount, context } = ((await json(request)) as Asked).variables.input;
    const values = [requestId, externalRef, action, amount.amountMinor, amount.currency, JSON.stringify(context)];
    const { rows } = await pool.query<object>({ ...insert, values });
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ data: { trustDecision: rows[0] } }));
  })().catch((error: unknown) => response.writeHead(500).end(String(error)));
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as { port: number }).port));
