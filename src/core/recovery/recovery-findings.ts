import { type Alert, alertsBetween, type AlarmWatch } from '../detection/alarm-watch.ts';
import type { Disturbance } from '../phases.ts';
import { roundSeconds } from '../rounding.ts';
import type { RunHistory } from '../run-history.ts';
import type { Budget } from '../wire/budgets.ts';
import type { Plan } from '../wire/plan.ts';
import type { Finding, Outcome, Recovery } from '../wire/verdict.ts';
import { decideRecovery, type RecoveryDecision, type RecoveryIndicator } from './judge-recovery.ts';
import { observeRecovery, type RecoveryContext, type RecoveryObservation } from './observe-recovery.ts';
import { definitionClause, type StepWindows } from './step-windows.ts';

/** What recovery budgets are judged by. */
export interface RecoveryEvidence {
  readonly plan: Plan;
  /** What was seen of the operators' alarms; null when none was watched. */
  readonly watch: AlarmWatch | null;
  readonly history: RunHistory;
  readonly disturbances: readonly Disturbance[];
  readonly stepWindows: ReadonlyMap<string, StepWindows>;
  readonly context: RecoveryContext;
  /** Faults that a budget on every fault is not asked about, since they bring their own limit. */
  readonly exempt?: (budget: Budget) => ReadonlySet<string>;
}

export interface JudgedRecovery {
  readonly findings: readonly Finding[];
  readonly rows: readonly Recovery[];
}

type RecoveryBudget = Budget & { readonly indicator: RecoveryIndicator };

const isRecoveryBudget = (budget: Budget): budget is RecoveryBudget =>
  budget.indicator === 'serviceRecovery' || budget.indicator === 'selfHealing';

/** Judges every recovery budget: one finding and one row for each fault that it applies to. */
export const judgeRecovery = (budgets: readonly Budget[], evidence: RecoveryEvidence): JudgedRecovery => {
  const parts = budgets.filter(isRecoveryBudget).map((budget) => judgeBudget(budget, evidence));
  return { findings: parts.flatMap((part) => part.findings), rows: parts.flatMap((part) => part.rows) };
};

const judgeBudget = (budget: RecoveryBudget, evidence: RecoveryEvidence): JudgedRecovery => {
  const { plan, history } = evidence;
  const without = (outcome: Outcome, why: string): JudgedRecovery => ({
    findings: [{ ...findingOf(budget, budget.fault), outcome, why }],
    rows: [],
  });
  const step = evidence.stepWindows.get(budget.step ?? '');
  if (step === undefined)
    return without(
      'inconclusive',
      `the scenario ${plan.scenario.name} has no step "${budget.step ?? ''}"; it has ${plan.scenario.steps.join(', ')}`,
    );
  const planned = plan.experiment?.faults.map((fault) => fault.name) ?? [];
  const faults = [...new Set([...planned, ...history.faults.map((life) => life.fault)])];
  if (budget.fault === '*' && faults.length === 0)
    return plan.experiment === null
      ? without('advisory', 'this run plans no fault, so there is nothing to recover from; nothing is decided')
      : without('inconclusive', `the experiment ${plan.experiment.name} has no fault`);
  const exempt = evidence.exempt?.(budget) ?? new Set<string>();
  if (budget.fault === '*' && faults.every((fault) => exempt.has(fault)))
    return without('advisory', 'every fault of this run has a limit of its own, which is judged instead');
  const asked =
    budget.fault === '*'
      ? faults.filter((fault) => !exempt.has(fault))
      : faults.filter((fault) => fault === budget.fault);
  if (asked.length === 0)
    return without(
      'inconclusive',
      `the run has no fault "${budget.fault ?? ''}"; it has ${faults.length === 0 ? 'none' : faults.join(', ')}`,
    );
  const judged = asked.map((fault) => judgeFault(budget, fault, step, evidence));
  return { findings: judged.map((one) => one.finding), rows: judged.map((one) => one.row) };
};

const findingOf = (budget: RecoveryBudget, fault: string | null): Omit<Finding, 'outcome' | 'why'> => ({
  budget: budget.name,
  step: budget.step,
  indicator: budget.indicator,
  phase: null,
  fault,
  limit: budget.limit,
  unit: 's',
  value: null,
  interval: [null, null],
  samples: 0,
  badShare: null,
});

const judgeFault = (
  budget: RecoveryBudget,
  fault: string,
  step: StepWindows,
  evidence: RecoveryEvidence,
): { readonly finding: Finding; readonly row: Recovery } => {
  const index = evidence.disturbances.findIndex((disturbance) => disturbance.faults.includes(fault));
  const disturbance = evidence.disturbances[index];
  if (disturbance === undefined) return neverApplied(budget, fault, evidence);
  const observation = observeStep(step, index, evidence);
  const decision = decideRecovery(budget, observation, crossedElsewhere(step.step, index, evidence));
  const why = `${decision.why}${definitionClause(step)}`;
  const life = evidence.history.faults.find((one) => one.fault === fault);
  const alert = firstAlert(life?.appliedAtMs ?? null, disturbance, evidence);
  return {
    finding: {
      ...findingOf(budget, fault),
      value: rounded(decision.valueSeconds),
      interval: [rounded(decision.interval[0]), rounded(decision.interval[1])],
      samples: observation.attempts,
      outcome: decision.outcome,
      why,
    },
    row: {
      ...rowOf(budget, fault, roundSeconds(life?.appliedAtSeconds ?? disturbance.fromSeconds)),
      ...figures(decision),
      healedAtSeconds: rounded(life?.healedAtSeconds ?? null),
      degradedSeconds: roundSeconds(observation.degradedSeconds),
      timeToDetectSeconds: alert === null ? null : roundSeconds((alert.atMs - (life?.appliedAtMs ?? 0)) / 1000),
      ...(alert === null ? {} : { detectedBy: alert.alarm }),
      episodes: observation.episodes.length,
      outcome: decision.outcome,
      why,
    },
  };
};

const rounded = (seconds: number | null): number | null => (seconds === null ? null : roundSeconds(seconds));

const figures = (decision: RecoveryDecision) => ({
  onsetAtSeconds: rounded(decision.onsetAtSeconds),
  recoveredAtSeconds: rounded(decision.recoveredAtSeconds),
  serviceRecoverySeconds: rounded(decision.serviceRecoverySeconds),
  selfHealingSeconds: rounded(decision.selfHealingSeconds),
});

const rowOf = (budget: RecoveryBudget, fault: string, appliedAtSeconds: number): Omit<Recovery, 'outcome' | 'why'> => ({
  fault,
  step: budget.step ?? '',
  appliedAtSeconds,
  onsetAtSeconds: null,
  healedAtSeconds: null,
  recoveredAtSeconds: null,
  serviceRecoverySeconds: null,
  selfHealingSeconds: null,
  degradedSeconds: 0,
  timeToDetectSeconds: null,
  episodes: 0,
  indicator: budget.indicator,
  limitSeconds: budget.limit,
});

const neverApplied = (budget: RecoveryBudget, fault: string, { plan }: RecoveryEvidence) => {
  const outcome = 'inconclusive' as const;
  const why = `the fault ${fault} was never applied, so nothing is known about recovering from it`;
  const planned = plan.experiment?.faults.find((one) => one.name === fault);
  return {
    finding: { ...findingOf(budget, fault), outcome, why },
    row: { ...rowOf(budget, fault, planned?.atSeconds ?? 0), outcome, why },
  };
};

/** Looks at one step around one disturbance. A later disturbance needs steady seconds since the end of the one before. */
export const observeStep = (
  step: StepWindows,
  index: number,
  { disturbances, context }: Pick<RecoveryEvidence, 'disturbances' | 'context'>,
): RecoveryObservation => {
  const disturbance = disturbances[index];
  if (disturbance === undefined) throw new RangeError(`there is no disturbance ${index}`);
  const before = disturbances[index - 1];
  return observeRecovery(
    step,
    {
      fromSeconds: disturbance.fromSeconds,
      healedAtSeconds: disturbance.healedAtSeconds,
      untilSeconds: disturbance.observedUntilSeconds,
      steadyFromSeconds:
        before === undefined ? context.plateauStartSeconds : steadyAfter(step, index, disturbances, context),
    },
    context,
  );
};

const steadyAfter = (
  step: StepWindows,
  index: number,
  disturbances: readonly Disturbance[],
  context: RecoveryContext,
): number => {
  const before = disturbances[index - 1];
  const from = before?.healedAtSeconds ?? context.plateauStartSeconds;
  const recovered = observeStep(step, index - 1, { disturbances, context }).episodes.at(-1)?.recoveredSeconds;
  return Math.max(from, recovered ?? from);
};

const crossedElsewhere = (ownStep: string, index: number, evidence: RecoveryEvidence): boolean =>
  [...evidence.stepWindows.values()].some(
    (other) => other.step !== ownStep && observeStep(other, index, evidence).episodes.length > 0,
  );

/** The alarm that went off first after a fault, one that pages somebody before one that does not. */
const firstAlert = (
  appliedAtMs: number | null,
  { fromSeconds, observedUntilSeconds }: Disturbance,
  { watch }: RecoveryEvidence,
): Alert | null => {
  if (appliedAtMs === null || watch === null) return null;
  const alerts = alertsBetween(watch, appliedAtMs, appliedAtMs + (observedUntilSeconds - fromSeconds) * 1000);
  return alerts.find(({ pages }) => pages === true) ?? alerts[0] ?? null;
};
