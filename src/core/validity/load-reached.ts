import { plannedPeakVirtualUsers, plannedSessions } from '../load-curve.ts';
import { roundFigures } from '../rounding.ts';
import type { GeneratorRecord, SecondLine } from '../timeline/generator-seconds.ts';
import type { ClosedLoad, OpenLoad, Plan } from '../wire/plan.ts';
import type { ValidityCheck } from '../wire/verdict.ts';
import { validityLimits } from './limits.ts';

/**
 * Whether the load that was planned is the load that came.
 * @param seconds those of the ramp-up and the plateau
 */
export const judgeLoadReached = (
  { load }: Plan,
  generator: GeneratorRecord,
  seconds: readonly SecondLine[],
  plateauEndSeconds: number,
): ValidityCheck =>
  load.model === 'open'
    ? judgeArrivals(load, seconds, plateauEndSeconds)
    : judgePeak(load, generator, seconds.length === 0);

/** Closed model: the peak of the virtual users against that of the plan. */
const judgePeak = ({ curve }: ClosedLoad, generator: GeneratorRecord, isUnseen: boolean): ValidityCheck => {
  const planned = plannedPeakVirtualUsers(curve);
  const peak = generator.activeVirtualUsers.reduce((most, count) => Math.max(most, count), 0);
  const value = planned === 0 || isUnseen ? null : roundFigures(peak / planned);
  const limit = roundFigures(Math.min(validityLimits.virtualUsersReached, 1 - 1 / Math.max(2, planned)));
  return {
    check: 'virtualUsersReached',
    value,
    limit,
    unit: 'ratio',
    outcome: value === null ? 'inconclusive' : value >= limit ? 'pass' : 'fail',
    why: `${peak} of ${planned} virtual users were there at the peak`,
  };
};

/** Open model: the sessions that began against the area under λ(t), within what chance allows a Poisson count; both ways. */
const judgeArrivals = (
  { curve }: OpenLoad,
  seconds: readonly SecondLine[],
  plateauEndSeconds: number,
): ValidityCheck => {
  const planned = plannedSessions(curve, 0, plateauEndSeconds);
  const started = seconds.reduce((sum, line) => sum + line.sessionsStarted, 0);
  const value = planned === 0 || seconds.length === 0 ? null : roundFigures(Math.abs(started / planned - 1));
  const chance = planned === 0 ? 0 : validityLimits.arrivalDeviations / Math.sqrt(planned);
  const limit = roundFigures(validityLimits.sessionsOffPlanShare + chance);
  return {
    check: 'sessionsOffPlan',
    value,
    limit,
    unit: 'ratio',
    outcome: value === null ? 'inconclusive' : value <= limit ? 'pass' : 'fail',
    why: `${started} sessions began, about ${Math.round(planned)} were to arrive`,
  };
};
