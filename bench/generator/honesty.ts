import { judge } from '../../src/core/judge.ts';
import { voidsFindings } from '../../src/core/validity/judge-validity.ts';
import { table, type Bench, type Benchmark, type Report } from '../benchmark.ts';
import { reportedLatencies } from '../figures/latencies.ts';
import { drive } from '../rig/drive.ts';
import { evidenceOf } from '../rig/evidence.ts';
import { planOf } from '../rig/plan.ts';

/** A pace of one second, so that the rate in requests a second is about the number of users. */
const full = { firstUsers: 500, mostUsers: 16_000, rampSeconds: 10, holdSeconds: 20, meanThinkSeconds: 1 };
const quick = { firstUsers: 100, mostUsers: 400, rampSeconds: 2, holdSeconds: 4, meanThinkSeconds: 1 };

const measure = async (bench: Bench, users: number, setting: typeof full) => {
  const plan = planOf({ ...setting, users, connections: 'perUser' }, bench.machine);
  const measured = await drive(bench, { plan, program: 'runtime', output: 'timeline', delayMs: 5 });
  const evidence = evidenceOf(measured);
  const invalid = judge(evidence).verdict.validity.filter(voidsFindings);
  const { p95Ms, failed } = reportedLatencies(evidence);
  const serverP95Ms = measured.server[0]?.p95Ms ?? null;
  return {
    users,
    requestsPerSecond: measured.hold === null ? null : measured.hold.requests / measured.hold.seconds,
    failed,
    reportedP95Ms: p95Ms,
    serverP95Ms,
    p95Ratio: p95Ms === null || serverP95Ms === null ? null : p95Ms / serverP95Ms,
    isValid: invalid.length === 0,
    invalidBecause: invalid
      .map(({ check, value, limit }) => `${check} ${value ?? 'unknown'} beyond ${limit}`)
      .join('; '),
  };
};

const run = async (bench: Bench): Promise<Report> => {
  const setting = bench.quick ? quick : full;
  const rows = [];
  for (let users = setting.firstUsers; users <= setting.mostUsers; users *= 2) {
    bench.say(`${users} users`);
    const row = await measure(bench, users, setting);
    rows.push(row);
    if (!row.isValid) break;
  }
  const { rampSeconds, holdSeconds, meanThinkSeconds } = setting;
  return {
    settings: { rampSeconds, holdSeconds, meanThinkSeconds, serverDelayMs: 5, connections: 'perUser' },
    tables: [
      table(
        'What we report at increasing load, and whether we say that it may be believed',
        {
          users: 'users',
          requestsPerSecond: 'requests a second, hold',
          failed: 'failed',
          reportedP95Ms: 'p95 reported, ms',
          serverP95Ms: "p95 of the server's own, ms",
          p95Ratio: 'ratio',
          isValid: 'valid',
          invalidBecause: 'because',
        },
        rows,
      ),
    ],
    skipped: [],
    notes: [
      "Valid as a rehearsal's judge has it: src/core's judge on the evidence that the load left. Percentiles are those of the whole run. The server shares the machine and starves with the generator, so that its own p95 rises too.",
    ],
  };
};

/**
 * Whether a figure that is not true is also called invalid: users are doubled until the judge calls the load generator's word worthless, and
 * at each size the p95 that we report stands beside the server's own (ms, and their ratio).
 */
export const honesty: Benchmark = {
  name: 'honesty',
  summary: "our p95 against the server's own at increasing load, until we call the run invalid",
  minutes: 4,
  run,
};
