import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);

/** The OpenTelemetry packages that a process has loaded after it started tracing so. */
async function loadedWith(endpoint: string | null): Promise<string[]> {
  const script = `
    import Module from 'node:module';
    import { startTracing } from ${JSON.stringify(new URL('../src/tracing.ts', import.meta.url).href)};
    await startTracing({ endpoint: ${JSON.stringify(endpoint)}, service: 'test', clock: () => new Date() });
    const names = Object.keys(Module._cache).flatMap((path) => /@opentelemetry\\/[^/]+/.exec(path)?.[0] ?? []);
    console.log(JSON.stringify([...new Set(names)]));
    process.exit(0);`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script]);
  return JSON.parse(stdout) as string[];
}

test('without a collector none of OpenTelemetry is loaded', async () => {
  expect(await loadedWith(null)).toEqual([]);
  expect(await loadedWith('http://127.0.0.1:9')).toContain('@opentelemetry/sdk-trace-base');
});
