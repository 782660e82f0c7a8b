import type { Settings } from '../config/settings.ts';
import { arrivalCurve, virtualUserCurve, type ShapeCorner } from '../core/curve-shapes.ts';
import { hostsFor } from '../core/machine-capacity.ts';
import type { Plan } from '../core/wire/plan.ts';
import { meanSessionSeconds, virtualUsersAtMost } from './concurrency.ts';

/** The load of the plan: the curve in the unit of its model, and hosts enough for as many shoppers as there may be at one time. */
export const planLoad = (
  settings: Settings,
  workers: number,
  meanJourneySteps: number,
  corners: readonly ShapeCorner[],
): Plan['load'] => {
  const { peak, connections, thinkTimeMedianSeconds, thinkTimeSigma, patienceSeconds } = settings;
  const shared = { workers, connections, thinkTimeMedianSeconds, thinkTimeSigma, patienceSeconds };
  if (peak.model === 'closed') {
    const { users } = peak;
    const curve = virtualUserCurve(corners, users);
    return { model: 'closed', virtualUsers: users, curve, hosts: hostsFor(users, workers), ...shared };
  }
  const { sessionsPerSecond } = peak;
  const atMost = virtualUsersAtMost(sessionsPerSecond, settings, meanJourneySteps);
  return {
    model: 'open',
    sessionsPerSecond,
    curve: arrivalCurve(corners, sessionsPerSecond),
    meanSessionSeconds: Math.round(meanSessionSeconds(settings, meanJourneySteps) * 10) / 10,
    virtualUsersAtMost: atMost,
    hosts: hostsFor(atMost, workers),
    ...shared,
  };
};
