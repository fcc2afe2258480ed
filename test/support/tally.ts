import type { Reporter, TestModule } from 'vitest/node';

/**
 * Ends a run with one line, `tests: 12 passed, 0 failed`.
 *
 * A file that fails without a failed test, because it does not load or a hook throws, counts as one failed test, and
 * so does an error outside any test.
 */
export class Tally implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    let passed = 0;
    let failed = unhandledErrors.length;
    for (const module of modules) {
      const failedTests = [...module.children.allTests('failed')].length;
      passed += [...module.children.allTests('passed')].length;
      failed += module.ok() ? failedTests : Math.max(1, failedTests);
    }
    process.stdout.write(`tests: ${passed} passed, ${failed} failed\n`);
  }
}
