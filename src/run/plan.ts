import type { Problem } from '../core/errors.ts';
import { indicatorFacts, type Budget } from '../core/wire/budgets.ts';
import { evidenceVersion, planSchema, type Plan } from '../core/wire/plan.ts';
import { isLoopback } from '../core/loopback.ts';
import { limitsTowards, type MachineLimits } from '../core/machine-capacity.ts';
import { referenceTargets } from '../config/rules.ts';
import type { ScenarioFacts } from '../config/scenarios.ts';
import type { LoadedInput } from '../config/settings.ts';
import { demandBetween } from '../core/planned-load.ts';
import { meanPaceSeconds, meanSessionSeconds } from './concurrency.ts';
import { connectionDemand, spreadLoad } from './connections.ts';
import { atPeak, planLoad } from './plan-load.ts';
import { layOutLooks, notesOnLooks } from './plan-looks.ts';
import { faultTimings, plannedExperiment, recoveryLimitSeconds } from './plan-experiment.ts';
import { overlaySurges, plannedSurges } from './plan-surges.ts';
import { layOut } from './timing.ts';

/** What the plan takes from outside of the input: the machine and the instant. */
export interface PlanCircumstances {
  readonly runId: string;
  readonly createdAtMs: number;
  readonly peakproofVersion: string;
  readonly environment: Pick<Plan['environment'], 'machine' | 'cpus' | 'memoryMiB' | 'nodeVersion'>;
  readonly limits: MachineLimits;
  /** What a gate run releases; left out by other runs. */
  readonly release?: Plan['release'];
}

/** A remark on what the plan can or cannot decide; shown by `--dry-run` and before the run. */
export type PlanNote = string;

/** A recovery stretch must be seen after the limit: 5 windows and 15 s (DESIGN §6), with a margin for 1 window of doubt. */
const recoveryHoldSeconds = 20;
/** Phases shorter than 8 batches of 15 s decide nothing (DESIGN §6). */
const leastDecisivePhaseSeconds = 120;
/** Start of the shop, preflight, opening audit; and quiescence, closing audit, judging. */
const setUpSeconds = 60;
const windUpSeconds = 60;

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
    case null:
      return faults
        .filter(({ name }) => budget.fault === '*' || budget.fault === name)
        .reduce((sum, fault) => sum + fault.durationSeconds, 0);
    case 'after':
      return Math.max(0, rampDownStartSeconds - firstFaultAt);
  }
};

/**
 * Attempts of a step a second, on average over the plateau; an estimate. A virtual user takes a step in each pace of the mean think
 * time; an arriving session takes the steps of a mean journey.
 */
export const expectedAttemptsPerSecond = (
  {
    load,
    timing,
  }: {
    readonly load: Plan['load'];
    readonly timing: Pick<Plan['timing'], 'plateauStartSeconds' | 'rampDownStartSeconds'>;
  },
  scenario: ScenarioFacts,
  step: string,
): number => {
  const { plateauStartSeconds: from, rampDownStartSeconds: to } = timing;
  const demand = to > from ? demandBetween(load, from, to) / (to - from) : 0;
  const stepsPerSecond = load.model === 'open' ? demand * scenario.meanJourneySteps : demand / meanPaceSeconds(load);
  return stepsPerSecond * (scenario.stepShares[step] ?? 0);
};

/** One buyer in twenty sends an order twice: from so many on, a run without any is no chance but a mistake. */
const ordersWithSomeResent = 150;

/** What the books must have been put to at least. */
const exerciseOf = (
  parts: Parameters<typeof expectedAttemptsPerSecond>[0],
  scenario: ScenarioFacts,
): Plan['exercise'] => {
  const { plateauStartSeconds, rampDownStartSeconds } = parts.timing;
  const perSecond = expectedAttemptsPerSecond(parts, scenario, scenario.checkoutStep);
  const orders = perSecond * (rampDownStartSeconds - plateauStartSeconds);
  return { leastAcknowledgedOrders: 20, leastSoldOutSkus: 1, leastResentWishes: orders < ordersWithSomeResent ? 0 : 1 };
};

/** Below this even the widest recovery window holds too few attempts (docs/decisions/0003-judging.md). */
const leastRecoveryAttemptsPerSecond = 2;

const notesOn = (plan: Plan, budgets: readonly Budget[], scenario: ScenarioFacts): PlanNote[] => {
  const notes: PlanNote[] = [];
  if (budgets.length === 0) notes.push('No budget applies: the verdict will be inconclusive.');
  for (const budget of budgets) {
    const rate = budget.step === null ? null : expectedAttemptsPerSecond(plan, scenario, budget.step);
    const { unit, over } = indicatorFacts[budget.indicator];
    const limit = `${budget.limit} ${unit === 'perSecond' ? 'a second' : unit}`;
    if (over === 'stretch' && rate !== null) {
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
  const planned = experiment === null ? null : plannedExperiment(experiment, timing, targets);
  const surges = plannedSurges(planned?.faults ?? []);
  const corners = overlaySurges(timing.corners, surges);
  const toLoopback = shop.kind === 'reference' || isLoopback(new URL(shop.baseUrl).hostname);
  const limits = limitsTowards(circumstances.limits, toLoopback);
  const demand = connectionDemand(atPeak(settings.peak, corners), settings, scenario.meanJourneySteps, toLoopback);
  const spread = spreadLoad(demand, limits, settings.workers, settings.configFile);
  const load = planLoad(settings, spread.workers, scenario.meanJourneySteps, corners, surges);
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
    load,
    timing: {
      plateauStartSeconds: timing.plateauStartSeconds,
      rampDownStartSeconds: timing.rampDownStartSeconds,
      endSeconds: timing.endSeconds,
      worstCaseSeconds: setUpSeconds + timing.endSeconds + 2 * settings.patienceSeconds + windUpSeconds,
      recoveryReserveSeconds: timing.recoveryReserveSeconds,
      ...(settings.gate === null ? {} : { looksAtSeconds: layOutLooks(settings.gate, timing.plateauStartSeconds) }),
    },
    experiment: planned,
    exercise: exerciseOf({ load, timing }, scenario),
    sealed: true,
    business: { averageOrderValueCents: 7_500, oversellCostCents: 2_200 },
    targets: { ...targets },
    ...(circumstances.release === undefined ? {} : { release: circumstances.release }),
  };
  return {
    plan: planSchema.parse(plan),
    notes: [
      ...notesOn(plan, budgets.budgets, scenario),
      ...notesOnLooks(plan),
      ...notesOnSurge(input),
      ...notesOnElsewhere(input),
      ...spread.notes,
    ],
    problems: [...problems, ...spread.problems],
  };
};
