import type { PeakLoad, Settings } from '../config/settings.ts';
import { arrivalCurve, virtualUserCurve, type ShapeCorner } from '../core/curve-shapes.ts';
import { hostsFor } from '../core/machine-capacity.ts';
import type { Plan, PlannedSurge } from '../core/wire/plan.ts';
import { meanSessionSeconds, virtualUsersAtMost } from './concurrency.ts';

const highestShare = (corners: readonly ShapeCorner[]): number =>
  corners.reduce((highest, { share }) => Math.max(highest, share), 1);

/** The load at its highest: that of the settings, or more when a crowd comes on top of it. */
export const atPeak = (peak: PeakLoad, corners: readonly ShapeCorner[]): PeakLoad =>
  peak.model === 'closed'
    ? { ...peak, users: Math.round(peak.users * highestShare(corners)) }
    : { ...peak, sessionsPerSecond: peak.sessionsPerSecond * highestShare(corners) };

const surgesOf = (surges: readonly PlannedSurge[]): { surges?: PlannedSurge[] } =>
  surges.length === 0
    ? {}
    : {
        surges: surges.map(({ fault, fromSeconds, toSeconds, extraShare, productRank }) => ({
          fault,
          fromSeconds,
          toSeconds,
          extraShare,
          productRank,
        })),
      };

/** The load of the plan: the curve in the unit of its model, and hosts enough for as many shoppers as there may be at one time. */
export const planLoad = (
  settings: Settings,
  workers: number,
  meanJourneySteps: number,
  corners: readonly ShapeCorner[],
  surges: readonly PlannedSurge[],
): Plan['load'] => {
  const { connections, thinkTimeMedianSeconds, thinkTimeSigma, patienceSeconds } = settings;
  const shared = {
    workers,
    connections,
    thinkTimeMedianSeconds,
    thinkTimeSigma,
    patienceSeconds,
    ...surgesOf(surges),
  };
  const { peak } = settings;
  if (peak.model === 'closed') {
    const users = Math.round(peak.users * highestShare(corners));
    const curve = virtualUserCurve(corners, peak.users);
    return { model: 'closed', virtualUsers: users, curve, hosts: hostsFor(users, workers), ...shared };
  }
  const sessionsPerSecond = peak.sessionsPerSecond * highestShare(corners);
  const atMost = virtualUsersAtMost(sessionsPerSecond, settings, meanJourneySteps);
  return {
    model: 'open',
    sessionsPerSecond,
    curve: arrivalCurve(corners, peak.sessionsPerSecond),
    meanSessionSeconds: Math.round(meanSessionSeconds(settings, meanJourneySteps) * 10) / 10,
    virtualUsersAtMost: atMost,
    hosts: hostsFor(atMost, workers),
    ...shared,
  };
};
