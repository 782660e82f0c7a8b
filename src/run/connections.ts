import type { PeakLoad } from '../config/settings.ts';
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
import { meanPaceSeconds, meanSessionSeconds, type Pace, virtualUsersAtMost } from './concurrency.ts';

/** What a load asks of the machine. Answers are taken to come at once, which makes visits short and new connections many. */
export const connectionDemand = (
  peak: PeakLoad,
  pace: Pace & { readonly connections: 'perUser' | 'shared'; readonly patienceSeconds: number },
  meanJourneySteps: number,
  toLoopback: boolean,
): ConnectionDemand => {
  const visitSeconds = meanSessionSeconds(pace, meanJourneySteps);
  const shared = { connections: pace.connections, visitSeconds, paceSeconds: meanPaceSeconds(pace), toLoopback };
  if (peak.model === 'closed') return { users: peak.users, usersAtMost: peak.users, ...shared };
  const { sessionsPerSecond } = peak;
  return {
    users: Math.ceil(sessionsPerSecond * visitSeconds),
    usersAtMost: virtualUsersAtMost(sessionsPerSecond, pace, meanJourneySteps),
    ...shared,
  };
};

/** How a load is spread over processes, and what of it the machine cannot carry. */
export interface Spread {
  readonly workers: number;
  readonly notes: readonly string[];
  readonly problems: readonly Problem[];
}

const portsText = (need: PortNeed): string =>
  `${need.open === need.openAtMost ? need.open : `${need.open} to ${need.openAtMost}`} open and about ${need.lingering} closed a moment ago (${need.newConnectionsPerSecond.toFixed(0)} new a second)`;

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
    path: 'load',
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
