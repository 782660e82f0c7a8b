import { type Ledgers, openLedgers } from '../books/read-ledgers.ts';
import { earlierAttemptsCheck } from '../gate/judge-attempts.ts';
import type { Evidence, WorkerEvidence } from '../evidence.ts';
import { roundFigures } from '../rounding.ts';
import type { RunHistory } from '../run-history.ts';
import type { GeneratorRecord, SecondLine } from '../timeline/generator-seconds.ts';
import type { Plan } from '../wire/plan.ts';
import type { ValidityCheck } from '../wire/verdict.ts';
import type { MeasuredLatencies } from './added-latency.ts';
import { atMost } from './check.ts';
import { judgeDescriptors, judgePorts } from './judge-connections.ts';
import { judgeWaiting, overSeconds } from './judge-waiting.ts';
import { validityLimits } from './limits.ts';
import { judgeMachine } from './judge-machine.ts';
import { judgeLoadReached } from './load-reached.ts';

/** Checks that say nothing about latencies: the books alone depend on the first, nothing measured on the second. */
const notOfTheLoad: readonly string[] = ['ledgerClosed', earlierAttemptsCheck];

/** Checks by whose failure latency, throughput and recovery findings are inconclusive. */
export const voidsFindings = ({ check, outcome }: ValidityCheck): boolean =>
  outcome !== 'pass' && !notOfTheLoad.includes(check);

/**
 * Judges the load generator, and the machine where the shop runs on it too, over the ramp-up and the plateau; what happens while it is being stopped does not count.
 * @param ledgers what the clients wrote down
 * @param plateauEndSeconds where judging ends
 * @param latencies what was measured meanwhile, which says how much waiting matters
 */
export const judgeValidity = (
  evidence: Evidence,
  ledgers: Ledgers,
  history: RunHistory,
  generator: GeneratorRecord,
  plateauEndSeconds: number,
  latencies: MeasuredLatencies,
): ValidityCheck[] => {
  const { plan, workers, machine } = evidence;
  const seconds = generator.seconds.filter((line) => line.second >= 0 && line.second < plateauEndSeconds);
  return [
    ...judgeProcess(plan, seconds, judgeWaiting(workers, latencies, seconds)),
    ...judgeMachine(machine?.filter(({ offsetSeconds }) => offsetSeconds <= plateauEndSeconds)),
    judgeLoadReached(plan, generator, seconds, plateauEndSeconds),
    ...judgeSessions(seconds),
    judgeHosts(plan, generator),
    judgeGaps(plan, workers, seconds, plateauEndSeconds),
    judgeClock(seconds, workers),
    judgeCut(generator),
    ...judgeDescriptors(plan, seconds),
    ...judgePorts(plan, seconds),
    judgeLedgers(ledgers, plan),
    judgeEnd(history),
  ];
};

const judgeProcess = (plan: Plan, seconds: readonly SecondLine[], waiting: ValidityCheck): ValidityCheck[] => {
  const paceMs = 1000 * plan.load.thinkTimeMedianSeconds * Math.exp(plan.load.thinkTimeSigma ** 2 / 2);
  const coresOfWorker = plan.environment.cpus / plan.load.workers;
  const beyond = 'in 95 % of the seconds it was at most this';
  return [
    atMost({
      check: 'timerLatenessP99',
      value: overSeconds(seconds.map((line) => line.timerLatenessP99Ms)),
      limit: roundFigures(
        Math.min(validityLimits.timerLatenessP99Ms, validityLimits.timerLatenessShareOfPace * paceMs),
      ),
      unit: 'ms',
      why: `how late shoppers' timers fired (p99 of a second): ${beyond}`,
    }),
    waiting,
    atMost({
      check: 'generatorCpu',
      value: overSeconds(seconds.map((line) => line.cpuSeconds / coresOfWorker)),
      limit: validityLimits.generatorCpuShare,
      unit: 'ratio',
      why: `share of the ${Number(coresOfWorker.toPrecision(3))} cores that one worker may use: ${beyond}`,
    }),
  ];
};

const judgeSessions = (seconds: readonly SecondLine[]): ValidityCheck[] => {
  const sum = (pick: (line: SecondLine) => number) => seconds.reduce((total, line) => total + pick(line), 0);
  const started = sum((line) => line.sessionsStarted);
  const crashed = sum((line) => line.sessionsCrashed);
  const late = sum((line) => line.sessionsLate);
  return [
    atMost({
      check: 'sessionsCrashed',
      value: started === 0 ? null : crashed / started,
      limit: validityLimits.sessionsCrashedShare,
      unit: 'ratio',
      why: `${crashed} of ${started} sessions ended by an error in the scenario or the shop's adapter`,
    }),
    atMost({
      check: 'sessionsLate',
      value: started === 0 ? null : late / started,
      limit: validityLimits.sessionsLateShare,
      unit: 'ratio',
      why: `${late} of ${started} sessions started later than planned`,
    }),
  ];
};

const judgeHosts = (plan: Plan, { ends }: GeneratorRecord): ValidityCheck => {
  const started = ends.reduce((sum, end) => sum + end.hostsStarted, 0);
  const finished = ends.reduce((sum, end) => sum + end.hostsFinished, 0);
  return atMost({
    check: 'hostsMissing',
    value: ends.length === 0 ? null : Math.max(0, plan.load.hosts - Math.min(started, finished)),
    limit: validityLimits.hostsMissing,
    unit: 'count',
    why:
      ends.length === 0
        ? 'no worker wrote the last line of its timeline'
        : `of ${plan.load.hosts} host VUs ${started} started and ${finished} finished`,
  });
};

const judgeGaps = (
  plan: Plan,
  workers: readonly WorkerEvidence[],
  seconds: readonly (SecondLine & { readonly worker: string })[],
  plateauEndSeconds: number,
): ValidityCheck => {
  const seen = new Set(seconds.map((line) => `${line.worker} ${line.second}`)).size;
  const expected = Math.max(plan.load.workers, workers.length) * plateauEndSeconds;
  return atMost({
    check: 'timelineGaps',
    value: expected === 0 ? null : Math.max(0, expected - seen) / expected,
    limit: validityLimits.timelineGapsShare,
    unit: 'ratio',
    why: `${Math.max(0, expected - seen)} of ${expected} seconds are missing from the timelines`,
  });
};

const judgeClock = (
  seconds: readonly (SecondLine & { readonly worker: string })[],
  workers: readonly WorkerEvidence[],
): ValidityCheck => {
  const ranges = workers.flatMap(({ worker }) => {
    const skews = seconds.filter((line) => line.worker === worker).map((line) => line.clockSkewMs);
    if (skews.length === 0) return [];
    const least = skews.reduce((low, skew) => Math.min(low, skew), Infinity);
    return [skews.reduce((high, skew) => Math.max(high, skew), -Infinity) - least];
  });
  return atMost({
    check: 'clockJump',
    value: ranges.length === 0 ? null : Math.max(...ranges),
    limit: validityLimits.clockJumpMs,
    unit: 'ms',
    why: 'how far the wall clock moved against the monotonic one during the run',
  });
};

const judgeCut = ({ ends, requests }: GeneratorRecord): ValidityCheck => {
  const cut = ends.reduce((sum, end) => sum + end.requestsCut, 0);
  return atMost({
    check: 'requestsCut',
    value: ends.length === 0 || requests + cut === 0 ? null : cut / (requests + cut),
    limit: validityLimits.requestsCutShare,
    unit: 'ratio',
    why: `${cut} requests had neither answer nor error when the load ended, beside ${requests} that had`,
  });
};

const judgeLedgers = (ledgers: Ledgers, plan: Plan): ValidityCheck => {
  const open = openLedgers(ledgers, plan);
  return atMost({
    check: 'ledgerClosed',
    value: open.length,
    limit: validityLimits.ledgersOpen,
    unit: 'count',
    why: open.length === 0 ? 'every ledger was closed' : `not closed, or lines are missing: ${open.join(', ')}`,
  });
};

const judgeEnd = ({ loadEnded, loadKilled }: RunHistory): ValidityCheck =>
  atMost({
    check: 'loadEnded',
    value: loadEnded && !loadKilled ? 0 : 1,
    limit: validityLimits.workersNotEnded,
    unit: 'count',
    why: loadKilled
      ? 'the load had to be ended by force'
      : loadEnded
        ? 'every worker ended by itself'
        : 'nothing says that the load ended',
  });
