import type { ScenarioFacts } from '../config/scenarios.ts';
import type { Problem } from '../core/errors.ts';
import {
  descriptorsNeeded,
  leastWorkers,
  mostWorkers,
  portRemedy,
  portsFit,
  portsNeeded,
  type ConnectionDemand,
  type MachineLimits,
  type PortNeed,
} from '../core/machine-capacity.ts';
import type { Plan } from '../core/wire/plan.ts';

/** Mean of a log-normal pause, seconds. */
export const meanPaceSeconds = (medianSeconds: number, sigma: number): number =>
  medianSeconds * Math.exp(sigma ** 2 / 2);

type Pace = Pick<Plan['load'], 'connections' | 'thinkTimeMedianSeconds' | 'thinkTimeSigma'>;

/** What a load asks of the machine. Answers are taken to come at once, which makes visits short and new connections many. */
export const connectionDemand = (
  users: number,
  pace: Pace,
  scenario: Pick<ScenarioFacts, 'stepsPerVisit'>,
  toLoopback: boolean,
): ConnectionDemand => {
  const paceSeconds = meanPaceSeconds(pace.thinkTimeMedianSeconds, pace.thinkTimeSigma);
  return {
    users,
    connections: pace.connections,
    visitSeconds: scenario.stepsPerVisit * paceSeconds,
    paceSeconds,
    toLoopback,
  };
};

/** How a load is spread over processes, and what of it the machine cannot carry. */
export interface Spread {
  readonly workers: number;
  readonly notes: readonly string[];
  readonly problems: readonly Problem[];
}

const portsText = (need: PortNeed): string =>
  `${need.open} open and about ${need.lingering} closed a moment ago (${need.newConnectionsPerSecond.toFixed(0)} new a second)`;

const portsVerdict = (
  demand: ConnectionDemand,
  limits: MachineLimits,
  file: string,
): Pick<Spread, 'notes' | 'problems'> => {
  const need = portsNeeded(demand, limits);
  const fit = portsFit(need, limits);
  const ports = limits.ephemeralPorts ?? Infinity;
  if (fit === 'later')
    return {
      notes: [
        `Local ports may run out: ${portsText(need)}, and this machine has ${ports} to one address. To be sure, ${portRemedy(demand)}.`,
      ],
      problems: [],
    };
  if (fit === 'yes') return { notes: [], problems: [] };
  const problem = {
    file,
    path: '--users or load.users',
    message: `more connections than this machine has local ports to one address: ${portRemedy(demand)}`,
    received: `${need.open} connections at one time`,
    allowed: `${ports}`,
  };
  return { notes: [], problems: [problem] };
};

const workersVerdict = (
  demand: ConnectionDemand,
  limits: MachineLimits,
  wanted: number | null,
  file: string,
): { readonly workers: number; readonly problems: readonly Problem[] } => {
  const least = leastWorkers(demand, limits);
  const workers = wanted ?? least ?? mostWorkers;
  const descriptors = limits.descriptorsPerProcess;
  if (descriptors === null || descriptorsNeeded(demand, workers) <= descriptors) return { workers, problems: [] };
  const problem = {
    file,
    path: '--workers or load.workers',
    message: `one of ${workers} process${workers === 1 ? '' : 'es'} would need ${descriptorsNeeded(demand, workers)} descriptors, and may have ${descriptors} (ulimit -n)`,
    received: String(workers),
    allowed:
      least === null
        ? `no number: raise ulimit -n, share connections, or drive from more machines`
        : `at least ${least}; without it the number is chosen`,
  };
  return { workers, problems: [problem] };
};

/**
 * Chooses the number of k6 processes: the fewest whose connections fit the descriptors that one may have, unless it was asked for.
 * @param wanted null to have it chosen. @param file what problems are reported against.
 */
export const spreadLoad = (
  demand: ConnectionDemand,
  limits: MachineLimits,
  wanted: number | null,
  file: string,
): Spread => {
  const { workers, problems } = workersVerdict(demand, limits, wanted, file);
  const ports = portsVerdict(demand, limits, file);
  const chosen =
    wanted === null && workers > 1 && problems.length === 0
      ? [`${workers} k6 processes: one may have ${limits.descriptorsPerProcess ?? Infinity} descriptors (ulimit -n).`]
      : [];
  return { workers, notes: [...chosen, ...ports.notes], problems: [...problems, ...ports.problems] };
};
