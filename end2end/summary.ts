import type { FullConfig, Reporter, Suite } from "@playwright/test/reporter";

// Closes the run with one plain line that people and tools read alike.
export default class Summary implements Reporter {
  private suite!: Suite;

  onBegin(_config: FullConfig, suite: Suite) {
    this.suite = suite;
  }

  onEnd() {
    const outcomes = this.suite.allTests().map((test) => test.outcome());
    const count = (...wanted: string[]) => outcomes.filter((outcome) => wanted.includes(outcome)).length;
    const skipped = count("skipped");
    console.log(
      `${count("expected", "flaky")} passed, ${count("unexpected")} failed${skipped ? `, ${skipped} skipped` : ""}`,
    );
  }
}
