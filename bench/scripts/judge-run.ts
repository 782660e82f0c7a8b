/*
 * A child of [judge], so that memory is that of one task alone:
 *   judge-run.ts write <folder> <users> <seconds>   writes the evidence of a synthetic run
 *   judge-run.ts judge <folder>                     reads and judges it, and prints one JSON line with what that took
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { readEvidence } from '../../src/adapters/run-store/read-evidence.ts';
import { openRunStore } from '../../src/adapters/run-store/run-store.ts';
import { judge } from '../../src/core/judge.ts';
import { healthyRun, syntheticRun } from '../../src/core/testing/synthetic-run.ts';

const write = (folder: string, users: number, seconds: number): void => {
  const evidence = syntheticRun({
    ...healthyRun,
    virtualUsers: users,
    rampDownStartSeconds: seconds - 20,
    endSeconds: seconds,
    fault: { fromSeconds: seconds / 2, toSeconds: seconds / 2 + 20 },
    outages: [{ fromSeconds: seconds / 2 + 1, toSeconds: seconds / 2 + 26, badShare: 0.85, traffic: 0.7 }],
    // One visit in four ends at the checkout; a visit takes about a minute.
    wishes: Math.round((users * seconds) / 240),
  });
  const store = openRunStore(folder);
  store.writePlan(evidence.plan);
  store.writeBudgets(evidence.budgets);
  evidence.events.forEach((event) => store.appendEvent(event));
  if (evidence.audit !== null) store.writeAudit(evidence.audit);
  const linesOf = (lines: readonly unknown[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  for (const { worker, timeline, ledger } of evidence.workers) {
    writeFileSync(path.join(folder, `timeline-${worker}.ndjson`), linesOf(timeline));
    writeFileSync(path.join(folder, `ledger-${worker}.ndjson`), linesOf([...ledger]));
  }
};

const read = (folder: string): void => {
  const beganMs = performance.now();
  const evidence = readEvidence(folder);
  const readMs = performance.now();
  const { verdict } = judge(evidence);
  const judgedMs = performance.now();
  console.log(
    JSON.stringify({
      verdict: verdict.verdict,
      problems: verdict.problems.length,
      requests: verdict.load.requests,
      orders: verdict.business.ordersPlaced,
      timelineLines: evidence.workers.reduce((sum, { timeline }) => sum + timeline.length, 0),
      readSeconds: (readMs - beganMs) / 1_000,
      judgeSeconds: (judgedMs - readMs) / 1_000,
      peakRssMiB: process.resourceUsage().maxRSS / 1_024,
    }),
  );
};

const [, , task, folder = '', users, seconds] = process.argv;
if (task === 'write') write(folder, Number(users), Number(seconds));
else read(folder);
