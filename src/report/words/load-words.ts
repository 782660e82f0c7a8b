import type { PlannedLoad } from '../../core/planned-load.ts';
import type { Verdict } from '../../core/wire/verdict.ts';
import { counted, formatCount, formatFigure } from './format.ts';

/** `40 sessions/s`. */
export const formatArrivals = (sessionsPerSecond: number): string => `${formatFigure(sessionsPerSecond)} sessions/s`;

/** The planned load at its peak: `2,000 virtual users`, `40 sessions/s`. */
export const plannedLoadText = (load: PlannedLoad): string =>
  load.model === 'open' ? formatArrivals(load.sessionsPerSecond) : counted(load.virtualUsers, 'virtual user');

/** What drove the shop, for a line of facts: the most virtual users, behind the arrivals that were planned where there were any. */
export const drivenLoadFacts = ({
  virtualUsersPeak,
  sessionsPerSecondPlanned: arrivals,
}: Verdict['load']): string[] => [
  ...(arrivals === undefined ? [] : [formatArrivals(arrivals)]),
  counted(virtualUsersPeak, 'virtual user'),
];

/** What the peak of virtual users is to be read against. */
export const plannedUsersDetail = ({
  virtualUsersPlanned,
  sessionsPerSecondPlanned: arrivals,
}: Verdict['load']): string =>
  arrivals === undefined
    ? `${formatCount(virtualUsersPlanned)} planned`
    : `${formatCount(virtualUsersPlanned)} expected at ${formatArrivals(arrivals)}`;
