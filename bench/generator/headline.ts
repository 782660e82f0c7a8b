import { table, type Bench, type Benchmark, type Report } from '../benchmark.ts';
import { reportedLatencies } from '../figures/latencies.ts';
import { exactQuantile } from '../figures/quantiles.ts';
import { holdCost } from '../rig/cost.ts';
import { drive, type Measured } from '../rig/drive.ts';
import { evidenceOf, secondLines } from '../rig/evidence.ts';
import { planOf } from '../rig/plan.ts';

const full = { users: 15_000, rampSeconds: 30, holdSeconds: 30, meanThinkSeconds: 5 };
const quick = { users: 300, rampSeconds: 4, holdSeconds: 5, meanThinkSeconds: 5 };
const serverDelayMs = 5;

const costOf = (how: string, measured: Measured) => {
  const { peakRssMiB, requests, cpuSeconds, hold } = measured;
  const held = hold === null ? null : holdCost(measured);
  return {
    how,
    peakRssMiB,
    requests,
    cpuMsPerRequest: (cpuSeconds * 1000) / requests,
    cpuMsPerRequestInHold: held?.cpuMsPerRequest ?? null,
    requestsPerSecondInHold: held?.requestsPerSecond ?? null,
    cpuCoresInHold: hold === null ? null : hold.cpuSeconds / hold.seconds,
  };
};

const run = async (bench: Bench): Promise<Report> => {
  const setting = bench.quick ? quick : full;
  const plan = planOf({ ...setting, connections: 'perUser' }, bench.machine);
  bench.say(`${setting.users} users`);
  const measured = await drive(bench, { plan, program: 'runtime', output: 'timeline', delayMs: serverDelayMs });
  bench.say(`${setting.users} users of plain k6, each a VU`);
  const plain = await drive(bench, { plan, program: 'plain', output: 'none', delayMs: serverDelayMs });
  const evidence = evidenceOf(measured);
  const { p50Ms, p95Ms, p99Ms, requests, failed } = reportedLatencies(evidence);
  const seconds = secondLines(evidence);
  const inHold = seconds.filter(
    ({ second }) => second >= setting.rampSeconds && second < setting.rampSeconds + setting.holdSeconds,
  );
  const [server] = measured.server;
  const costs = [costOf('ours', measured), costOf('plain k6, one user a VU', plain)];
  const truth = [
    { who: 'reported by us', requests, failed, p50Ms, p95Ms, p99Ms },
    {
      who: "the server's own",
      requests: server?.requests ?? null,
      failed: 0,
      p50Ms: server?.p50Ms ?? null,
      p95Ms: server?.p95Ms ?? null,
      p99Ms: server?.p99Ms ?? null,
    },
  ];
  const health = {
    activeVirtualUsersPeak: Math.max(0, ...seconds.map(({ activeVirtualUsers }) => activeVirtualUsers)),
    sessionsStarted: seconds.reduce((sum, line) => sum + line.sessionsStarted, 0),
    sessionsLate: seconds.reduce((sum, line) => sum + line.sessionsLate, 0),
    timerLatenessP99Ms: exactQuantile(
      inHold.map(({ timerLatenessP99Ms }) => timerLatenessP99Ms),
      0.95,
    ),
    schedLatencyP99Ms: exactQuantile(
      inHold.map(({ schedLatencyP99Ms }) => schedLatencyP99Ms),
      0.95,
    ),
  };
  return {
    settings: { ...setting, serverDelayMs, connections: 'perUser', workers: 1 },
    tables: [
      table(
        'What the load costs',
        {
          how: 'how',
          peakRssMiB: 'peak RSS, MiB',
          requests: 'requests',
          cpuMsPerRequest: 'CPU a request, whole run, ms',
          cpuMsPerRequestInHold: 'CPU a request, hold, ms',
          requestsPerSecondInHold: 'requests a second, hold',
          cpuCoresInHold: 'cores used, hold',
        },
        costs,
      ),
      table(
        'What is reported, and what is true',
        {
          who: 'latencies',
          requests: 'requests',
          failed: 'failed',
          p50Ms: 'p50, ms',
          p95Ms: 'p95, ms',
          p99Ms: 'p99, ms',
        },
        truth,
      ),
      table(
        'How well the generator kept up',
        {
          activeVirtualUsersPeak: 'active users, at most',
          sessionsStarted: 'sessions',
          sessionsLate: 'sessions late',
          timerLatenessP99Ms: 'timers late, p99 of a second, in 95 % of the hold, ms',
          schedLatencyP99Ms: 'Go scheduling latency, p99 of a second, in 95 % of the hold, ms',
        },
        [health],
      ),
    ],
    skipped: [],
    notes: [
      'CPU is user and system time of the engine processes, by /proc, from outside; the whole run includes the start of k6.',
      'Plain k6 is the same binary with one user a VU, the same visits at the same pace, its own settings and no output: what this machine takes at this hour for comparison. Its start is not fixed by the plan, so it has no hold.',
      "Ours is the full latency of a request (waiting for a connection, connecting, sending, waiting, receiving); the server's own runs from the first byte read to the last byte handed over, so that ours must be larger. The server shares the machine.",
    ],
  };
};

/**
 * The size of the platform's day on one machine: 15,000 users with a connection each against a server that answers in 5 ms, think times
 * log-normal around 5 s with 90 % between 2 and 8 s, 30 s up and 30 s held. Memory (MiB), CPU a request (ms), percentiles (ms) beside
 * those that the server saw, lateness (ms).
 */
export const headline: Benchmark = {
  name: 'headline',
  summary: '15,000 users with a connection each: memory, CPU a request, truth of the percentiles',
  minutes: 4,
  run,
};
