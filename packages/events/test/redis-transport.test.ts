import { randomUUID } from 'node:crypto';
import { findRedis, startRedis, type TestRedis } from '@praetor/testkit/redis';
import { afterAll } from 'vitest';
import { conformance } from './conformance.ts';

let redis: TestRedis | undefined;
afterAll(() => redis?.[Symbol.asyncDispose]());

conformance(
  'Redis Streams',
  async () => {
    redis = await startRedis();
    return { kind: 'redis', url: redis.url, prefix: `praetor-test-${randomUUID()}` };
  },
  { out: !findRedis() },
);
