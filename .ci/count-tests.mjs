// Adds up Jest's reports and prints the one line that sums up the run: 'N passed, N failed'.
// Usage: node .ci/count-tests.mjs FAILED_STEPS REPORT.json...   Exits 1 unless every report is there and nothing failed.
import { readFileSync } from "node:fs";

const [steps, ...files] = process.argv.slice(2);
let passed = 0;
let failed = Number(steps);
for (const file of files) {
  try {
    const report = JSON.parse(readFileSync(file, "utf8"));
    passed += report.numPassedTests;
    failed += report.numFailedTests + report.numRuntimeErrorTestSuites;
    if (report.numPendingTests > 0) {
      console.error(`${report.numPendingTests} tests were skipped: CI skips none.`);
      failed += report.numPendingTests;
    }
    if (report.numPassedTests === 0) failed += 1;
  } catch (error) {
    console.error(`There is no report ${file}: ${error.message}`);
    failed += 1;
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
