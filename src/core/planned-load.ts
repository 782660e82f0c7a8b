import {
  plannedPeakVirtualUsers,
  plannedSessions,
  plannedSessionsPerSecond,
  plannedVirtualUsers,
  plannedVirtualUserSeconds,
} from './load-curve.ts';
import type { Plan } from './wire/plan.ts';

/** Either model of load. Its **demand** is what its curve draws: virtual users of the closed model, sessions a second of the open one. */
export type PlannedLoad = Plan['load'];

/** Demand at an offset from T0. */
export const demandAt = (load: PlannedLoad, atSeconds: number): number =>
  load.model === 'open' ? plannedSessionsPerSecond(load.curve, atSeconds) : plannedVirtualUsers(load.curve, atSeconds);

/** Demand × seconds over a stretch of the run: virtual user seconds, or sessions. */
export const demandBetween = (load: PlannedLoad, fromSeconds: number, toSeconds: number): number =>
  load.model === 'open'
    ? plannedSessions(load.curve, fromSeconds, toSeconds)
    : plannedVirtualUserSeconds(load.curve, fromSeconds, toSeconds);

/**
 * Demand × seconds as the shop meets it, which goodput is in proportion to. The steps of a session come after its arrival, on average
 * half a session later: so much earlier arrivals are counted (docs/decisions/0003-judging.md).
 */
export const demandMetBetween = (load: PlannedLoad, fromSeconds: number, toSeconds: number): number => {
  const lagSeconds = load.model === 'open' ? load.meanSessionSeconds / 2 : 0;
  return demandBetween(load, fromSeconds - lagSeconds, toSeconds - lagSeconds);
};

export const peakDemand = (load: PlannedLoad): number =>
  load.model === 'open'
    ? load.curve.reduce((peak, point) => Math.max(peak, point.sessionsPerSecond), 0)
    : plannedPeakVirtualUsers(load.curve);

/** Virtual users to expect at the peak: as planned, or in the open model by Little's law on a shop that answers at once. */
export const expectedVirtualUsers = (load: PlannedLoad): number =>
  load.model === 'open' ? Math.round(load.sessionsPerSecond * load.meanSessionSeconds) : load.virtualUsers;

/** Shoppers who each need an identity: one a virtual user, or one an arriving session. */
export const plannedShoppers = (load: PlannedLoad): number =>
  load.model === 'open'
    ? Math.max(1, Math.ceil(plannedSessions(load.curve, 0, load.curve.at(-1)?.atSeconds ?? 0)))
    : load.virtualUsers;

/** The load in words, without digits grouped: `2000 virtual users`, `40 sessions a second`. */
export const describeLoad = (load: PlannedLoad): string =>
  load.model === 'open' ? `${load.sessionsPerSecond} sessions a second` : `${load.virtualUsers} virtual users`;
