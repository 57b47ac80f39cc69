import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { PassThrough } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { untilSettled } from './outcome.ts';
import { replayOnlineRetail } from './replay.ts';
import { renderReport } from './report.ts';

/** Takes each id once; its log grows by what was accepted, one entry each time somebody asks. */
async function smallPraetor({ forbidden = false } = {}) {
  const ids = new Set<string>();
  let entries = 0;
  const takeEvents = (events: { id: string }[]) => {
    const fresh = events.filter(({ id }) => !ids.has(id));
    for (const { id } of fresh) ids.add(id);
    return { accepted: fresh.length, duplicate: events.length - fresh.length, refused: [] };
  };
  const answerQuery = () => {
    if (forbidden) return { data: null, errors: [{ message: 'You may not read auditSummary.' }] };
    entries = Math.min(entries + 1, ids.size);
    return {
      data: {
        accountsSummary: { total: 3 },
        trustSummary: [{ tier: 'NEW', count: 3 }],
        disputesSummary: [],
        alertsSummary: [{ severity: 'WARNING', count: 1 }],
        auditSummary: { entries: String(entries) },
      },
    };
  };
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      const answer = request.url === '/events' ? takeEvents(body as { id: string }[]) : answerQuery();
      response.end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function file(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'praetor-replay-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'retail.csv'), text);
  return join(folder, 'retail.csv');
}

const retail = [
  'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country',
  '1,1,x,1,2010-12-01T08:26:00Z,1.00,17850,UK',
  '2,1,x,two,2010-12-01T08:26:00Z,1.00,17850,UK',
  'C3,1,x,-1,2010-12-01T08:26:00Z,1.00,,UK',
].join('\n');

/** A stream that is no terminal, and what was written to it. */
function pipe() {
  const stream = new PassThrough() as unknown as NodeJS.WriteStream & PassThrough;
  const written: string[] = [];
  stream.on('data', (chunk) => written.push(String(chunk)));
  return { stream, written };
}

test('a replay reports lines, events and what came of it; a second one changes nothing', async () => {
  const { url } = await smallPraetor();
  const { stream, written } = pipe();
  const options = { file: await file(retail), url, apiKey: 'k', token: null, progress: stream };
  const first = await replayOnlineRetail(options);
  expect(first.delivery).toEqual({ sent: 3, accepted: 3, duplicate: 0, refused: [] });
  expect(written).toEqual(['Reading: 100%\n', 'Sending: 100%\n']);
  const second = await replayOnlineRetail(options);
  expect(second.delivery).toEqual({ sent: 3, accepted: 0, duplicate: 3, refused: [] });
  const report = renderReport(first);
  expect(report).toContain('3  sum');
  expect(report).toContain('line 3: Quantity "two" is not a whole number.');
  expect(report).toContain('No access token was given');
});

test('the outcome is read through the graph; without permission the report says so', async () => {
  const open = await smallPraetor();
  const path = await file(retail);
  const { stream } = pipe();
  const told = await replayOnlineRetail({ file: path, url: open.url, apiKey: 'k', token: 't', progress: stream });
  expect(told.outcome).toMatchObject({ accountsSummary: { total: 3 }, auditSummary: { entries: 3 } });
  expect(renderReport(told)).toContain('trust tier NEW');
  const closed = await smallPraetor({ forbidden: true });
  const untold = await replayOnlineRetail({ file: path, url: closed.url, apiKey: 'k', token: 't', progress: stream });
  expect(untold).toMatchObject({ outcome: null, delivery: { accepted: 3 } });
  expect(renderReport(untold)).toContain('You may not read auditSummary.');
});

test('settled means enough entries and no more coming', async () => {
  const { url } = await smallPraetor();
  await replayOnlineRetail({ file: await file(retail), url, apiKey: 'k', token: null, progress: pipe().stream });
  let asked = 0;
  const sleep = async () => (asked += 1);
  expect(await untilSettled({ url, token: 't', sleep }, 3)).toBe(true);
  expect(asked).toBe(5);
  expect(await untilSettled({ url, token: 't', sleep, polls: 6 }, 4)).toBe(false);
});
