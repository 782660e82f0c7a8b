import type { Evidence } from './evidence.ts';
import { cutPhases, type Disturbance, disturbances, plateauEnd } from './phases.ts';
import type { PhaseSpan } from './phase-span.ts';
import { demandMetBetween } from './planned-load.ts';
import { goodputBaseline } from './recovery/goodput.ts';
import type { RecoveryContext, RecoveryObservation } from './recovery/observe-recovery.ts';
import { observeStep } from './recovery/recovery-findings.ts';
import type { StepWindows } from './recovery/step-windows.ts';
import { cutWindows } from './recovery/windows.ts';
import { readHistory, type RunHistory } from './run-history.ts';
import { definitionForStep } from './share/good-definition.ts';
import { type GeneratorRecord, readGenerator } from './timeline/generator-seconds.ts';
import { countBySecond, readStepTimeline, type StepTimeline } from './timeline/step-series.ts';

/** What the evidence shows, before anything is judged. */
export interface RunObservation {
  readonly history: RunHistory;
  readonly generator: GeneratorRecord;
  readonly timeline: StepTimeline;
  readonly plateauEndSeconds: number;
  readonly disturbances: readonly Disturbance[];
  /** Every step of the plan, in funnel order. */
  readonly stepWindows: ReadonlyMap<string, StepWindows>;
  readonly context: RecoveryContext;
  readonly phases: readonly PhaseSpan[];
}

/** Reads the evidence, cuts the windows, and from the recoveries found in them the phases. */
export const observeRun = (evidence: Evidence): RunObservation => {
  const history = readHistory(evidence.events);
  const timeline = readStepTimeline(evidence.workers);
  const end = plateauEnd(evidence.plan, history);
  const found = disturbances(history, end);
  const stepWindows = windowsOfSteps(evidence, timeline, end);
  const context = recoveryContext(evidence, [...stepWindows.values()], found, end);
  const phases = cutPhases(evidence.plan, history, found, (disturbance) =>
    shopRecovered(
      disturbance,
      watchedSteps(evidence, stepWindows).map((step) =>
        observeStep(step, found.indexOf(disturbance), { disturbances: found, context }),
      ),
    ),
  );
  return {
    history,
    generator: readGenerator(evidence.workers),
    timeline,
    plateauEndSeconds: end,
    disturbances: found,
    stepWindows,
    context,
    phases,
  };
};

const windowsOfSteps = (
  { plan, budgets }: Evidence,
  { steps }: StepTimeline,
  plateauEndSeconds: number,
): Map<string, StepWindows> => {
  const names = [...new Set([...plan.scenario.steps, plan.scenario.checkoutStep])];
  return new Map(
    names.map((step) => {
      const definition = definitionForStep(step, budgets.budgets);
      const counts = countBySecond(steps.get(step), definition.limitMs, plateauEndSeconds);
      const windows = cutWindows(counts, definition.allowance, plateauEndSeconds);
      return [step, { step, definition, counts, windows }];
    }),
  );
};

const recoveryContext = (
  { plan }: Evidence,
  steps: readonly StepWindows[],
  found: readonly Disturbance[],
  plateauEndSeconds: number,
): RecoveryContext => {
  const goodBySecond = new Float64Array(plateauEndSeconds);
  for (const { counts } of steps)
    counts.attempts.forEach((attempts, second) => {
      goodBySecond[second] = (goodBySecond[second] ?? 0) + attempts - (counts.bad[second] ?? 0);
    });
  const plateauStartSeconds = Math.ceil(plan.timing.plateauStartSeconds);
  const steady = {
    fromSeconds: plateauStartSeconds,
    toSeconds: Math.floor(Math.min(found[0]?.fromSeconds ?? Infinity, plateauEndSeconds)),
  };
  const demand = (fromSeconds: number, toSeconds: number) => demandMetBetween(plan.load, fromSeconds, toSeconds);
  return { demand, plateauStartSeconds, goodBySecond, baseline: goodputBaseline(goodBySecond, demand, steady) };
};

/** Steps whose recovery ends the phase `recovery`: those with a recovery budget, or all where there is none. */
const watchedSteps = ({ budgets }: Evidence, stepWindows: ReadonlyMap<string, StepWindows>): StepWindows[] => {
  const budgeted = budgets.budgets
    .filter((budget) => budget.indicator === 'serviceRecovery' || budget.indicator === 'selfHealing')
    .map((budget) => budget.step);
  const all = [...stepWindows.values()];
  const watched = all.filter(({ step }) => budgeted.includes(step));
  return watched.length > 0 ? watched : all;
};

/** When the last of the steps that can be judged had recovered; null when one did not, or none can be judged. */
const shopRecovered = (
  { healedAtSeconds }: Disturbance,
  observations: readonly RecoveryObservation[],
): number | null => {
  const judgeable = observations.filter(
    ({ episodes, unknownSeconds, unsteady }) => unsteady === null && (episodes.length > 0 || unknownSeconds === 0),
  );
  if (judgeable.length === 0 || healedAtSeconds === null) return null;
  return judgeable
    .map(({ episodes }) => (episodes.length === 0 ? healedAtSeconds : (episodes.at(-1)?.recoveredSeconds ?? null)))
    .reduce((last, recovered) => (last === null || recovered === null ? null : Math.max(last, recovered)));
};
