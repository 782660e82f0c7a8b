/*
 * A child of [judge], so that memory is that of one task alone:
 *   judge-run.ts write <folder> <users> <seconds>   writes the evidence of a synthetic run
 *   judge-run.ts judge <folder>                     reads and judges it, and prints one JSON line with what that took
 */
import { readEvidence } from '../../src/adapters/run-store/read-evidence.ts';
import { writeEvidence } from '../../src/adapters/run-store/testing/write-evidence.ts';
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
  writeEvidence(folder, evidence);
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
