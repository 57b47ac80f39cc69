import { startDistributed } from '@praetor/testkit/distributed';
import type { TestProject } from 'vitest/node';

/** What docker-compose.yml describes. Two gateways, so that what one of them knows is not enough. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const started = await startDistributed({ gateways: 2 });
  const { [Symbol.asyncDispose]: _end, adminUrl: _admin, ...form } = started;
  project.provide('form', { ...form, name: 'distributed', url: form.gateways[0]! });
  return async () => started[Symbol.asyncDispose]();
}
