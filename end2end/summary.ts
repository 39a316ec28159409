import { writeFileSync } from "node:fs";

import type { FullConfig, Reporter, Suite, TestCase } from "@playwright/test/reporter";

// Colours of a terminal, which a log does not want.
const COLOURS = /\u001b\[[0-9;]*m/g;
const LINES_PER_FAILURE = 12;

function told(test: TestCase): string {
  const errors = test.results.flatMap((result) => result.errors);
  const reason = errors.map((error) => (error.message ?? "").replace(COLOURS, "")).join("\n");
  const lines = reason.split("\n").filter((line) => line.trim() !== "");
  return [test.titlePath().filter(Boolean).join(" › "), ...lines.slice(0, LINES_PER_FAILURE)].join("\n    ");
}

// Closes the run with one plain line that people and tools read alike, and leaves the failures in a file, so that the
// script can say them last.
export default class Summary implements Reporter {
  private suite!: Suite;

  onBegin(_config: FullConfig, suite: Suite) {
    this.suite = suite;
  }

  onEnd() {
    const tests = this.suite.allTests();
    const outcomes = tests.map((test) => test.outcome());
    const failures = tests.filter((test) => test.outcome() === "unexpected").map(told);
    if (process.env.E2E_FAILURES) writeFileSync(process.env.E2E_FAILURES, failures.join("\n"));
    const count = (...wanted: string[]) => outcomes.filter((outcome) => wanted.includes(outcome)).length;
    const skipped = count("skipped");
    console.log(
      `${count("expected", "flaky")} passed, ${count("unexpected")} failed${skipped ? `, ${skipped} skipped` : ""}`,
    );
  }
}
