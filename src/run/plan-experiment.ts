import { longestLifeMarginSeconds } from '../config/blast-rules.ts';
import { expandFaults, type ExpandedFault } from '../config/expand-faults.ts';
import type { Experiment, WrittenExpectations } from '../config/experiment.ts';
import type { LoadedInput } from '../config/settings.ts';
import { parseDurationSeconds } from '../core/duration.ts';
import { InternalError } from '../core/errors.ts';
import { familyOf, loadPlace, servicePlace } from '../core/fault-family.ts';
import type { Budget } from '../core/wire/budgets.ts';
import type { PlannedExpectations, PlannedStage } from '../core/wire/expectations.ts';
import type { PlannedExperiment, PlannedFault } from '../core/wire/plan.ts';
import type { FaultTiming, Timing } from './timing.ts';

/** Recovery is waited for so long where neither a budget nor the experiment says how long it may take. */
const defaultRecoveryLimitSeconds = 60;

const seconds = (duration: string | number): number => {
  const parsed = parseDurationSeconds(duration);
  if (typeof parsed === 'string')
    throw new InternalError(`the experiment schema let a bad duration through: ${parsed}`);
  return parsed;
};

const startOf = ({ start }: ExpandedFault): FaultTiming['start'] => {
  if ('at' in start) return { atSeconds: seconds(start.at) };
  if ('after' in start) return { after: start.after, event: start.event, delaySeconds: seconds(start.delay ?? 0) };
  return {
    afterSteadySeconds: seconds(start.afterSteady),
    atLeastSeconds: seconds(start.atLeast ?? start.afterSteady),
  };
};

/** The faults of an experiment, repetitions written out, as the time axis needs them. */
export const faultTimings = (experiment: Experiment): FaultTiming[] =>
  expandFaults(experiment).map((fault) => ({
    name: fault.name,
    durationSeconds: seconds(fault.duration),
    start: startOf(fault),
  }));

/** The longest recovery that a budget, the experiment or one of its faults allows, seconds. */
export const recoveryLimitSeconds = (experiment: Experiment, budgets: readonly Budget[]): number => {
  const limits = budgets
    .filter((budget) => budget.indicator === 'serviceRecovery' || budget.indicator === 'selfHealing')
    .map((budget) => budget.limit);
  for (const { expect } of experiment.faults)
    for (const { within } of expect?.recovery ?? []) limits.push(seconds(within));
  if (experiment.recoveryLimit !== undefined) limits.push(seconds(experiment.recoveryLimit));
  return limits.length === 0 ? defaultRecoveryLimitSeconds : Math.max(...limits);
};

const placeOf = (fault: ExpandedFault, targets: Readonly<Record<string, string>>): string => {
  const family = familyOf(fault.kind);
  if (family === 'load') return loadPlace;
  return family === 'service' ? servicePlace(fault.target) : (targets[fault.target] ?? fault.target);
};

const expectationsOf = ({ holds = [], neverFails = [], recovery = [] }: WrittenExpectations): PlannedExpectations => ({
  holds: holds.map(({ step, latencyP95Ms, errorShare }) => ({
    step,
    latencyP95Ms: latencyP95Ms ?? null,
    errorShare: errorShare ?? null,
  })),
  neverFails: [...neverFails],
  recovery: recovery.map(({ step, within, indicator }) => ({
    step,
    indicator: indicator ?? 'serviceRecovery',
    withinSeconds: seconds(within),
  })),
});

/** What a ramp begins with, and its further steps: equal ones in time and in every attribute, whole numbers. */
const rampOf = (fault: ExpandedFault): Pick<PlannedFault, 'attributes' | 'stages'> => {
  const attributes = fault.attributes ?? {};
  const { ramp } = fault;
  if (ramp === undefined) return { attributes };
  const overSeconds = seconds(ramp.over ?? fault.duration);
  const at = (step: number): Record<string, number> =>
    Object.fromEntries(
      Object.entries(ramp.from).map(([name, from]) => {
        const to = Number(attributes[name]);
        return [name, Math.round(from + ((to - from) * step) / (ramp.steps - 1))];
      }),
    );
  const stages = Array.from({ length: ramp.steps - 1 }, (_, index): PlannedStage => ({
    afterSeconds: Math.round(((index + 1) * overSeconds * 1_000) / ramp.steps) / 1_000,
    attributes: at(index + 1),
  }));
  return { attributes: { ...attributes, ...at(0) }, stages };
};

const plannedFault = (
  fault: ExpandedFault,
  timing: Timing,
  targets: Readonly<Record<string, string>>,
): PlannedFault => {
  const durationSeconds = seconds(fault.duration);
  const start = startOf(fault);
  return {
    name: fault.name,
    kind: fault.kind,
    target: fault.target,
    proxy: placeOf(fault, targets),
    atSeconds: timing.faultStartsSeconds.get(fault.name) ?? 0,
    ...('after' in start ? { trigger: start } : {}),
    durationSeconds,
    longestLifeSeconds:
      fault.longestLife === undefined ? durationSeconds + longestLifeMarginSeconds : seconds(fault.longestLife),
    ...rampOf(fault),
    toxicity: fault.toxicity ?? 1,
    ...(fault.expect === undefined ? {} : { expect: expectationsOf(fault.expect) }),
  };
};

/** The experiment with every fault on the time axis of the run. @param targets target → proxy. */
export const plannedExperiment = (
  { name, data }: NonNullable<LoadedInput['experiment']>,
  timing: Timing,
  targets: Readonly<Record<string, string>>,
): PlannedExperiment => ({
  name,
  title: data.title,
  hypothesis: data.hypothesis,
  runbook: data.runbook,
  ...(data.alarm === undefined ? {} : { alarm: data.alarm }),
  faults: expandFaults(data).map((fault) => plannedFault(fault, timing, targets)),
});
