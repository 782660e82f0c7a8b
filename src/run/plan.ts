import { InternalError, type Problem } from '../core/errors.ts';
import { indicatorUnits, type Budget } from '../core/wire/budgets.ts';
import { evidenceVersion, planSchema, type Plan, type PlannedExperiment } from '../core/wire/plan.ts';
import { parseDurationSeconds } from '../core/duration.ts';
import { isLoopback } from '../core/loopback.ts';
import { limitsTowards, type MachineLimits } from '../core/machine-capacity.ts';
import type { Experiment } from '../config/experiment.ts';
import { referenceTargets } from '../config/rules.ts';
import type { ScenarioFacts } from '../config/scenarios.ts';
import type { LoadedInput } from '../config/settings.ts';
import { demandBetween } from '../core/planned-load.ts';
import { meanPaceSeconds, meanSessionSeconds } from './concurrency.ts';
import { connectionDemand, spreadLoad } from './connections.ts';
import { planLoad } from './plan-load.ts';
import { layOut, type FaultTiming, type Timing } from './timing.ts';

/** What the plan takes from outside of the input: the machine and the instant. */
export interface PlanCircumstances {
  readonly runId: string;
  readonly createdAtMs: number;
  readonly peakproofVersion: string;
  readonly environment: Pick<Plan['environment'], 'machine' | 'cpus' | 'memoryMiB' | 'nodeVersion'>;
  readonly limits: MachineLimits;
}

/** A remark on what the plan can or cannot decide; shown by `--dry-run` and before the run. */
export type PlanNote = string;

const defaultRecoveryLimitSeconds = 60;
/** A recovery stretch must be seen after the limit: 5 windows and 15 s (DESIGN §6), with a margin for 1 window of doubt. */
const recoveryHoldSeconds = 20;
/** Phases shorter than 8 batches of 15 s decide nothing (DESIGN §6). */
const leastDecisivePhaseSeconds = 120;
/** The janitor heals a fault that is this much older than planned. */
const longestLifeMarginSeconds = 30;
/** Start of the shop, preflight, opening audit; and quiescence, closing audit, judging. */
const setUpSeconds = 60;
const windUpSeconds = 60;

const seconds = (duration: string | number): number => {
  const parsed = parseDurationSeconds(duration);
  if (typeof parsed === 'string')
    throw new InternalError(`the experiment schema let a bad duration through: ${parsed}`);
  return parsed;
};

const faultTimings = (experiment: Experiment): FaultTiming[] =>
  experiment.faults.map((fault) => ({
    name: fault.name,
    durationSeconds: seconds(fault.duration),
    start:
      'at' in fault.start
        ? { atSeconds: seconds(fault.start.at) }
        : {
            afterSteadySeconds: seconds(fault.start.afterSteady),
            atLeastSeconds: seconds(fault.start.atLeast ?? fault.start.afterSteady),
          },
  }));

/** The longest recovery that a budget or the experiment allows, seconds. */
const recoveryLimitSeconds = (experiment: Experiment, budgets: readonly Budget[]): number => {
  const limits = budgets
    .filter((budget) => budget.indicator === 'serviceRecovery' || budget.indicator === 'selfHealing')
    .map((budget) => budget.limit);
  if (experiment.recoveryLimit !== undefined) limits.push(seconds(experiment.recoveryLimit));
  return limits.length === 0 ? defaultRecoveryLimitSeconds : Math.max(...limits);
};

const plannedExperiment = (
  loaded: NonNullable<LoadedInput['experiment']>,
  timing: Timing,
  targets: Readonly<Record<string, string>>,
): PlannedExperiment => ({
  name: loaded.name,
  title: loaded.data.title,
  hypothesis: loaded.data.hypothesis,
  runbook: loaded.data.runbook,
  faults: loaded.data.faults.map((fault) => {
    const durationSeconds = seconds(fault.duration);
    return {
      name: fault.name,
      kind: fault.kind,
      target: fault.target,
      proxy: targets[fault.target] ?? fault.target,
      atSeconds: timing.faultStartsSeconds.get(fault.name) ?? 0,
      durationSeconds,
      longestLifeSeconds:
        fault.longestLife === undefined ? durationSeconds + longestLifeMarginSeconds : seconds(fault.longestLife),
      attributes: fault.attributes ?? {},
      toxicity: fault.toxicity ?? 1,
    };
  }),
});

const phaseLengthSeconds = (plan: Plan, budget: Budget): number => {
  const { plateauStartSeconds, rampDownStartSeconds, endSeconds } = plan.timing;
  const faults = plan.experiment?.faults ?? [];
  const firstFaultAt = Math.min(rampDownStartSeconds, ...faults.map((fault) => fault.atSeconds));
  switch (budget.phase) {
    case 'rampUp':
      return plateauStartSeconds;
    case 'steady':
      return firstFaultAt - plateauStartSeconds;
    case 'fault':
      return faults.reduce((sum, fault) => sum + fault.durationSeconds, 0);
    case 'recovery':
      return faults.length * plan.timing.recoveryReserveSeconds;
    case 'rampDown':
      return endSeconds - rampDownStartSeconds;
    case 'after':
    case null:
      return Math.max(0, rampDownStartSeconds - firstFaultAt);
  }
};

/**
 * Attempts of a step a second, on average over the plateau; an estimate. A virtual user takes a step in each pace of the mean think
 * time; an arriving session takes the steps of a mean journey.
 */
export const expectedAttemptsPerSecond = (
  { load, timing }: Pick<Plan, 'load' | 'timing'>,
  scenario: ScenarioFacts,
  step: string,
): number => {
  const { plateauStartSeconds: from, rampDownStartSeconds: to } = timing;
  const demand = to > from ? demandBetween(load, from, to) / (to - from) : 0;
  const stepsPerSecond = load.model === 'open' ? demand * scenario.meanJourneySteps : demand / meanPaceSeconds(load);
  return stepsPerSecond * (scenario.stepShares[step] ?? 0);
};

/** Below this even the widest recovery window holds too few attempts (docs/decisions/0003-judging.md). */
const leastRecoveryAttemptsPerSecond = 2;

const notesOn = (plan: Plan, budgets: readonly Budget[], scenario: ScenarioFacts): PlanNote[] => {
  const notes: PlanNote[] = [];
  if (budgets.length === 0) notes.push('No budget applies: the verdict will be inconclusive.');
  for (const budget of budgets) {
    const rate = budget.step === null ? null : expectedAttemptsPerSecond(plan, scenario, budget.step);
    const limit = `${budget.limit} ${indicatorUnits[budget.indicator]}`;
    if (budget.phase !== null && rate !== null) {
      const length = phaseLengthSeconds(plan, budget);
      const samples = Math.round(rate * length);
      const tooShort = length < leastDecisivePhaseSeconds ? ' — too short to decide (120 s are needed): advisory' : '';
      notes.push(`${budget.name} (${limit}): about ${samples} attempts in ${Math.round(length)} s${tooShort}`);
    } else if (
      rate !== null &&
      plan.experiment !== null &&
      rate < leastRecoveryAttemptsPerSecond &&
      budget.fault !== null
    ) {
      notes.push(
        `${budget.name} (${limit}): about ${rate.toFixed(1)} attempts a second; recovery of a step needs ${leastRecoveryAttemptsPerSecond}: may stay undecided, use more ${plan.load.model === 'open' ? 'sessions a second' : 'users'}`,
      );
    }
  }
  return notes;
};

const notesOnSurge = ({ settings, experiment }: LoadedInput): PlanNote[] =>
  settings.curve === 'spike' && settings.peak.model === 'open' && experiment !== null
    ? [
        'Sessions follow a surge of arrivals late, so goodput says little about recovery beside it: doors-open, ramp or constant say more.',
      ]
    : [];

const notesOnElsewhere = ({ budgetsElsewhere }: LoadedInput): PlanNote[] =>
  budgetsElsewhere.map(
    ({ name, fault }) => `${name}: put aside, ${fault ?? 'its fault'} is a fault of another experiment`,
  );

/**
 * Turns the input into the plan of a run. Pure.
 * @returns the plan, notes on what it can decide, and problems that only show once everything lies on one time axis.
 */
export const planRun = (
  input: LoadedInput,
  scenario: ScenarioFacts,
  circumstances: PlanCircumstances,
): { plan: Plan; notes: readonly PlanNote[]; problems: readonly Problem[] } => {
  const { settings, experiment, budgets } = input;
  const { shop } = settings;
  const targets = shop.kind === 'reference' ? referenceTargets : shop.targets;
  const limit = experiment === null ? 0 : recoveryLimitSeconds(experiment.data, budgets.budgets);
  const { timing, problems } = layOut({
    curve: settings.curve,
    users: settings.peak.model === 'closed' ? settings.peak.users : 0,
    settleSeconds: settings.peak.model === 'open' ? meanSessionSeconds(settings, scenario.meanJourneySteps) : 0,
    plateauSeconds: settings.plateauSeconds,
    durationSeconds: settings.durationSeconds,
    faults: experiment === null ? [] : faultTimings(experiment.data),
    recoveryReserveSeconds: limit + recoveryHoldSeconds,
    file: experiment?.file ?? settings.configFile,
  });
  const toLoopback = shop.kind === 'reference' || isLoopback(new URL(shop.baseUrl).hostname);
  const limits = limitsTowards(circumstances.limits, toLoopback);
  const demand = connectionDemand(settings.peak, settings, scenario.meanJourneySteps, toLoopback);
  const spread = spreadLoad(demand, limits, settings.workers, settings.configFile);
  const plan: Plan = {
    schemaVersion: evidenceVersion,
    runId: circumstances.runId,
    createdAt: new Date(circumstances.createdAtMs).toISOString(),
    seed: settings.seed,
    peakproofVersion: circumstances.peakproofVersion,
    environment: {
      ...circumstances.environment,
      descriptorsPerProcess: limits.descriptorsPerProcess,
      ephemeralPorts: limits.ephemeralPorts,
      portLingerSeconds: limits.portLingerSeconds[toLoopback ? 'loopback' : 'elsewhere'],
    },
    shop: {
      kind: shop.kind,
      profile: shop.kind === 'reference' ? shop.profile : null,
      defects: shop.kind === 'reference' ? [...shop.defects] : [],
      adapter: settings.adapterFile ?? 'reference',
    },
    scenario: { name: scenario.name, steps: [...scenario.steps], checkoutStep: scenario.checkoutStep },
    load: planLoad(settings, spread.workers, scenario.meanJourneySteps, timing.corners),
    timing: {
      plateauStartSeconds: timing.plateauStartSeconds,
      rampDownStartSeconds: timing.rampDownStartSeconds,
      endSeconds: timing.endSeconds,
      worstCaseSeconds: setUpSeconds + timing.endSeconds + 2 * settings.patienceSeconds + windUpSeconds,
      recoveryReserveSeconds: timing.recoveryReserveSeconds,
    },
    experiment: experiment === null ? null : plannedExperiment(experiment, timing, targets),
    exercise: { leastAcknowledgedOrders: 20, leastSoldOutSkus: 1 },
    business: { averageOrderValueCents: 7_500, oversellCostCents: 2_200 },
    targets: { ...targets },
  };
  return {
    plan: planSchema.parse(plan),
    notes: [
      ...notesOn(plan, budgets.budgets, scenario),
      ...notesOnSurge(input),
      ...notesOnElsewhere(input),
      ...spread.notes,
    ],
    problems: [...problems, ...spread.problems],
  };
};
