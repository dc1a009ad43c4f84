/** What a run in an editor hands back to the script that started it. */
export interface Report {
  readonly passed: number;
  readonly failed: number;
  readonly tests: readonly { readonly title: string; readonly durationMs: number; readonly error: string | null }[];
}

/** Runs what `define` registers with the given Mocha and gathers the results. */
export function runMocha(mocha: Mocha): Promise<Report> {
  return new Promise((resolve) => {
    const tests: Report["tests"][number][] = [];
    const runner = mocha.run(() => {
      const failed = tests.filter((test) => test.error !== null).length;
      resolve({ passed: tests.length - failed, failed, tests });
    });
    runner.on("pass", (test) => tests.push({ title: test.fullTitle(), durationMs: test.duration ?? 0, error: null }));
    runner.on("fail", (test, error: Error) => {
      tests.push({ title: test.fullTitle(), durationMs: test.duration ?? 0, error: error.stack ?? error.message });
    });
  });
}
