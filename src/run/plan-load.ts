import type { Settings } from '../config/settings.ts';
import { arrivalCurve, virtualUserCurve, type ShapeCorner } from '../core/curve-shapes.ts';
import type { Plan } from '../core/wire/plan.ts';
import { meanSessionSeconds, virtualUsersAtMost } from './concurrency.ts';

/** Shoppers to a host VU (docs/decisions/0007-five-hundred-shoppers-to-a-host.md). */
const shoppersPerHost = 500;

/** The load of the plan: the curve in the unit of its model, and hosts enough for as many shoppers as there may be at one time. */
export const planLoad = (
  settings: Settings,
  meanJourneySteps: number,
  corners: readonly ShapeCorner[],
): Plan['load'] => {
  const { peak, workers, connections, thinkTimeMedianSeconds, thinkTimeSigma, patienceSeconds } = settings;
  const hostsFor = (virtualUsers: number) => Math.max(workers, Math.ceil(virtualUsers / shoppersPerHost));
  const shared = { workers, connections, thinkTimeMedianSeconds, thinkTimeSigma, patienceSeconds };
  if (peak.model === 'closed') {
    const { users } = peak;
    const curve = virtualUserCurve(corners, users);
    return { model: 'closed', virtualUsers: users, curve, hosts: hostsFor(users), ...shared };
  }
  const { sessionsPerSecond } = peak;
  const atMost = virtualUsersAtMost(sessionsPerSecond, settings, meanJourneySteps);
  return {
    model: 'open',
    sessionsPerSecond,
    curve: arrivalCurve(corners, sessionsPerSecond),
    meanSessionSeconds: Math.round(meanSessionSeconds(settings, meanJourneySteps) * 10) / 10,
    virtualUsersAtMost: atMost,
    hosts: hostsFor(atMost),
    ...shared,
  };
};
