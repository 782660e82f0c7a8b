import type { Evidence } from '../evidence.ts';
import { plannedSessions } from '../load-curve.ts';
import type { OpenLoad } from '../wire/plan.ts';
import { seededDraws } from './random-draws.ts';

/**
 * A synthetic run as if it had been one of the open model: what was V(t) is what Little's law makes of arrivals, and in every second
 * as many sessions begin as a Poisson process at λ(t) brings.
 */
export const asOpenRun = (closed: Evidence, meanSessionSeconds = 10): Evidence => {
  const { plan, workers } = closed;
  if (plan.load.model === 'open') return closed;
  const { virtualUsers, curve, ...shared } = plan.load;
  const load: OpenLoad = {
    ...shared,
    model: 'open',
    sessionsPerSecond: virtualUsers / meanSessionSeconds,
    curve: curve.map((corner) => ({
      atSeconds: corner.atSeconds,
      sessionsPerSecond: corner.virtualUsers / meanSessionSeconds,
    })),
    meanSessionSeconds,
    virtualUsersAtMost: 3 * virtualUsers,
  };
  const draws = seededDraws(plan.seed);
  return {
    ...closed,
    plan: { ...plan, load },
    workers: workers.map((worker) => ({
      ...worker,
      timeline: worker.timeline.map((line) =>
        line.type === 'second'
          ? { ...line, sessionsStarted: draws.poisson(plannedSessions(load.curve, line.second, line.second + 1)) }
          : line,
      ),
    })),
  };
};
