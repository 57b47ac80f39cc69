import type { Reporter, TestModule, TestSuite, Vitest } from 'vitest/node';

/** Says aloud, after the run, which tests were left out: a skipped suite must not look like a passed one. */
export class LeftOut implements Reporter {
  #chosen = false;

  onInit(vitest: Vitest): void {
    // With `-t` the caller left them out.
    this.#chosen = vitest.config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = modules.flatMap((module) => skippedIn(module).map((name) => `  ${module.relativeModuleId} > ${name}`));
    if (skipped.length === 0 || this.#chosen) return;
    const redis = skipped.some((name) => /redis/i.test(name))
      ? ' Suites that need Redis run when redis-server is on the PATH, or REDIS_URL is set.'
      : '';
    console.log(`\n⚠ Left out, not tested by this run.${redis}\n${skipped.join('\n')}`);
  }
}

/** The outermost suites that were skipped whole, and single tests skipped elsewhere, each with the reason when it gave one. */
function skippedIn(parent: TestModule | TestSuite): string[] {
  return parent.children.array().flatMap((child) => {
    if (child.type === 'suite') return [...child.children.allTests()].every(isSkipped) ? [child.fullName] : skippedIn(child);
    const result = child.result();
    return result.state === 'skipped' ? [result.note ? `${child.fullName} (${result.note})` : child.fullName] : [];
  });
}

function isSkipped(test: { result(): { state: string } }): boolean {
  return test.result().state === 'skipped';
}
