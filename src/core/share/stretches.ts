import type { PhaseSpan } from '../phase-span.ts';
import type { FaultLife } from '../run-history.ts';
import type { Budget } from '../wire/budgets.ts';
import type { Plan } from '../wire/plan.ts';
import type { Finding } from '../wire/verdict.ts';
import type { Stretch } from './good-share.ts';

/** What says which seconds of a run a budget speaks of. */
export interface StretchContext {
  readonly plan: Plan;
  readonly phases: readonly PhaseSpan[];
  readonly faults: readonly FaultLife[];
  readonly plateauEndSeconds: number;
}

/** Nothing to judge, and why. */
export interface NoStretch {
  readonly outcome: Extract<Finding['outcome'], 'inconclusive' | 'advisory'>;
  readonly why: string;
}

/**
 * The whole seconds that a budget on attempts is judged over: those of its phase, or those in which its fault was in place (`*`: any).
 * Never empty; where the run has none, why.
 */
export const stretchesOf = (
  { phase, fault }: Pick<Budget, 'phase' | 'fault'>,
  context: StretchContext,
): readonly Stretch[] | NoStretch => {
  if (fault !== null && fault !== '*') return whileInPlace(fault, context);
  const wanted = fault === '*' ? 'fault' : phase;
  const spans = context.phases.filter((span) => span.phase === wanted);
  return spans.length > 0 ? spans : absentPhase(wanted, context.plan);
};

const whileInPlace = (fault: string, { plan, faults, plateauEndSeconds }: StretchContext) => {
  const planned = plan.experiment?.faults.map(({ name }) => name) ?? [];
  const life = faults.find((one) => one.fault === fault);
  if (!planned.includes(fault) && life === undefined)
    return {
      outcome: 'inconclusive',
      why: `the run has no fault "${fault}"; it has ${planned.length === 0 ? 'none' : planned.join(', ')}`,
    } satisfies NoStretch;
  if (life === undefined || life.appliedAtSeconds === null)
    return { outcome: 'inconclusive', why: `the fault ${fault} was never applied` } satisfies NoStretch;
  const fromSeconds = Math.max(0, Math.floor(life.appliedAtSeconds));
  const toSeconds = Math.min(plateauEndSeconds, Math.ceil(life.healedAtSeconds ?? plateauEndSeconds));
  return toSeconds > fromSeconds
    ? [{ fromSeconds, toSeconds }]
    : ({ outcome: 'inconclusive', why: `the fault ${fault} was not in place during the plateau` } satisfies NoStretch);
};

const absentPhase = (phase: Budget['phase'], plan: Plan): NoStretch => {
  const needsFault = phase === 'fault' || phase === 'recovery' || phase === 'after';
  if (needsFault && plan.experiment === null)
    return {
      outcome: 'advisory',
      why: `this run plans no fault, so it has no phase ${phase}; nothing is decided`,
    };
  if (phase === 'recovery')
    return {
      outcome: 'advisory',
      why: 'there was nothing to recover from, so there is no phase recovery; nothing is decided',
    };
  return {
    outcome: 'inconclusive',
    why: `the run has no phase ${phase ?? ''}: it ended before, or the plan leaves no time for it`,
  };
};
