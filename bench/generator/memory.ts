import { readGenerator } from '../../src/core/timeline/generator-seconds.ts';
import { table, type Bench, type Benchmark, type Report } from '../benchmark.ts';
import { reportedLatencies } from '../figures/latencies.ts';
import { median } from '../figures/quantiles.ts';
import { drive, type Measured } from '../rig/drive.ts';
import { connectionsPerProcessHere, planOf } from '../rig/plan.ts';

/** Sizes, and the pace: the same for every size, and slow enough that 50,000 users do not ask for more than two cores can give. */
const full = { users: [1_000, 5_000, 15_000, 20_000, 50_000], rampSeconds: 60, holdSeconds: 30, meanThinkSeconds: 30 };
const quick = { users: [100, 300], rampSeconds: 3, holdSeconds: 5, meanThinkSeconds: 5 };
/** Connections that one target is asked to hold. */
const connectionsPerTarget = 10_000;
/** Plain k6 is not driven beyond this. */
const mostPlainRssMiB = 12 * 1024;

type Kind = 'perUser' | 'shared' | 'plain';
const names: Readonly<Record<Kind, string>> = {
  perUser: 'one connection a user',
  shared: 'shared connections',
  plain: 'plain k6, one user a VU',
};

type Setting = typeof full;
interface Size {
  readonly users: number;
  readonly workers: number;
  readonly targets: number;
}

/** As many processes as the connections need, and no more, on either side. */
const sizeOf = (users: number): Size => {
  const most = connectionsPerProcessHere();
  return { users, workers: Math.ceil(users / most), targets: Math.ceil(users / Math.min(connectionsPerTarget, most)) };
};

const measure = (bench: Bench, kind: Kind, { users, workers, targets }: Size, setting: Setting): Promise<Measured> => {
  const connections = kind === 'shared' ? 'shared' : 'perUser';
  const plan = planOf({ ...setting, users, workers, connections }, bench.machine);
  const shape = { plan, delayMs: 5, targets };
  return kind === 'plain'
    ? drive(bench, { ...shape, program: 'plain', output: 'none', mostRssMiB: mostPlainRssMiB })
    : drive(bench, { ...shape, program: 'runtime', output: 'timeline' });
};

const rowOf = (kind: Kind, { users, workers, targets }: Size, measured: Measured, holdSeconds: number) => {
  // As long as the hold, up to the end: what the size needs when it is settled. The plan does not fix when plain k6 starts.
  const late = measured.samples.slice(-Math.floor(holdSeconds * 5)).map(({ rssMiB }) => rssMiB);
  return {
    users,
    how: names[kind],
    engineProcesses: kind === 'plain' ? 1 : workers,
    targetProcesses: targets,
    peakRssMiB: measured.peakRssMiB,
    peakRssKiBPerUser: (measured.peakRssMiB * 1024) / users,
    medianRssMiB: median(late),
    usersReached:
      measured.evidence === null ? null : Math.max(0, ...readGenerator(measured.evidence.workers).activeVirtualUsers),
    failed: measured.evidence === null ? null : reportedLatencies(measured.evidence).failed,
    connectionsPeak: measured.server.reduce((sum, { connectionsPeak }) => sum + connectionsPeak, 0),
    requests: measured.requests,
  };
};

type Row = ReturnType<typeof rowOf>;

/** Why plain k6 is not asked for a size, from what it took for the size before; null when it may be. */
export const plainRefusal = (users: number, before: Pick<Row, 'users' | 'peakRssMiB'> | undefined): string | null => {
  if (before === undefined) return null;
  const expectedMiB = (before.peakRssMiB / before.users) * users;
  return expectedMiB <= mostPlainRssMiB
    ? null
    : `${Math.round(before.peakRssMiB)} MiB for ${before.users} users make about ${Math.round(expectedMiB)} MiB, above the ${mostPlainRssMiB} MiB that it is given`;
};

const run = async (bench: Bench): Promise<Report> => {
  const setting = bench.quick ? quick : full;
  const rows: Row[] = [];
  const skipped: { what: string; reason: string }[] = [];
  for (const users of setting.users)
    for (const kind of ['perUser', 'shared', 'plain'] as const) {
      const what = `${users} users, ${names[kind]}`;
      const refusal =
        kind === 'plain'
          ? plainRefusal(
              users,
              rows.findLast((row) => row.how === names.plain),
            )
          : null;
      if (refusal !== null) {
        skipped.push({ what, reason: refusal });
        continue;
      }
      bench.say(what);
      const size = sizeOf(users);
      const measured = await measure(bench, kind, size, setting);
      if (measured.isOverMemory)
        skipped.push({ what, reason: `ended when it passed the ${mostPlainRssMiB} MiB that it is given` });
      else rows.push(rowOf(kind, size, measured, setting.holdSeconds));
    }
  const columns = {
    users: 'users',
    how: 'how',
    engineProcesses: 'engine processes',
    targetProcesses: 'target processes',
    peakRssMiB: 'peak RSS, MiB',
    peakRssKiBPerUser: 'peak RSS, KiB a user',
    medianRssMiB: 'median RSS late in the run, MiB',
    usersReached: 'users reached',
    failed: 'failed requests',
    connectionsPeak: 'connections at one time, at most',
    requests: 'requests',
  };
  const { rampSeconds, holdSeconds, meanThinkSeconds } = setting;
  return {
    settings: { rampSeconds, holdSeconds, meanThinkSeconds, serverDelayMs: 5 },
    tables: [table('Memory of the engine', columns, rows)],
    skipped,
    notes: [
      'Resident memory of all engine processes at the same instant, five times a second, from outside. Pages that processes share are counted once for each.',
      `A process is given at most ${connectionsPerProcessHere()} connections (its descriptors, less those of connections that are closing), a target ${connectionsPerTarget}: the shoppers are dealt over as many engine processes and target ports as that takes. Shared connections are measured with the same number of processes.`,
      "Plain k6 runs with its own settings (summary on, no output) in one process; ours with those of a rehearsal. All shop at the same pace, slower than a rehearsal's, so that the machine can hold the largest size.",
    ],
  };
};

/**
 * Resident memory of the engine, MiB, by users: one connection each, shared connections, and beside them plain k6 (the same binary)
 * with one user a VU on the same visits.
 */
export const memory: Benchmark = {
  name: 'memory',
  summary: 'peak memory of the engine at 1,000 to 50,000 users, beside plain k6',
  minutes: 30,
  run,
};
