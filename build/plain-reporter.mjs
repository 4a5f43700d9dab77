/** Ends a test run with one line that people and scripts can read: `N passed, N failed, N skipped`. */
export default class PlainReporter {
  onTestRunEnd(modules, errors) {
    const counts = { passed: 0, failed: errors.length, skipped: 0 }
    for (const module of modules) {
      const failedToLoad = module.errors().length > 0 ? 1 : 0
      counts.failed += failedToLoad
      for (const test of module.children.allTests()) {
        const state = test.result().state
        if (state === "passed" || state === "failed") counts[state] += 1
        else counts.skipped += 1
      }
    }
    const line = `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`
    process.once("exit", () => process.stdout.write(line)) // after the runner's own closing lines
  }
}
