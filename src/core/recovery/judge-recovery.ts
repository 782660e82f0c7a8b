import type { Budget } from '../wire/budgets.ts';
import type { Outcome } from '../wire/verdict.ts';
import type { Episode } from './episodes.ts';
import type { RecoveryObservation } from './observe-recovery.ts';

export type RecoveryIndicator = 'serviceRecovery' | 'selfHealing';

/** One recovery budget judged for one fault. Seconds. */
export interface RecoveryDecision {
  readonly onsetAtSeconds: number | null;
  readonly recoveredAtSeconds: number | null;
  readonly serviceRecoverySeconds: number | null;
  readonly selfHealingSeconds: number | null;
  /** The indicator judged; null when the shop did not recover while it was watched. */
  readonly valueSeconds: number | null;
  /** The true value lies in here: onset and recovery are known to their windows. Null = beyond what was observed. */
  readonly interval: [number | null, number | null];
  readonly outcome: Outcome;
  readonly why: string;
}

/** t3 − t1: from onset to recovery. Null while not recovered. */
const serviceRecovery = ({ onsetSeconds, recoveredSeconds }: Episode): number | null =>
  recoveredSeconds === null ? null : recoveredSeconds - onsetSeconds;

/** max(0, t3 − t2): from the heal to recovery; in a relapse, which begins after the heal, from its onset. */
const selfHealing = (episode: Episode, healedAtSeconds: number | null): number | null =>
  episode.recoveredSeconds === null || healedAtSeconds === null
    ? null
    : Math.max(0, episode.recoveredSeconds - Math.max(healedAtSeconds, episode.onsetSeconds));

const orWorst = (seconds: number | null): number => seconds ?? Infinity;

/** The episode that took longest by an indicator; the first of equals. */
const worstEpisode = (
  { episodes, healedAtSeconds }: RecoveryObservation,
  indicator: RecoveryIndicator,
): Episode | undefined => {
  const length = (episode: Episode) =>
    orWorst(indicator === 'serviceRecovery' ? serviceRecovery(episode) : selfHealing(episode, healedAtSeconds));
  return episodes.reduce<Episode | undefined>(
    (worst, episode) => (worst === undefined || length(episode) > length(worst) ? episode : worst),
    undefined,
  );
};

/**
 * Judges a recovery budget on what was observed.
 * @param crossed traffic provably crossed the fault: another step was degraded by it
 */
export const decideRecovery = (
  budget: Pick<Budget, 'limit'> & { readonly indicator: RecoveryIndicator },
  observation: RecoveryObservation,
  crossed: boolean,
): RecoveryDecision => {
  const worst = worstEpisode(observation, budget.indicator);
  const figures = figuresOf(worst, observation, budget.indicator);
  const decided = (outcome: Outcome, why: string): RecoveryDecision => ({ ...figures, outcome, why });

  if (observation.healedAtSeconds === null) return decided('inconclusive', 'the fault was never healed');
  if (observation.unsteady !== null) return decided('inconclusive', observation.unsteady);
  if (worst === undefined) return neverDegraded(observation, crossed, decided);
  if (worst.recoveredSeconds === null) return notRecovered(budget, worst, observation, decided);

  const value = orWorst(figures.valueSeconds);
  const relapses = observation.episodes.length - 1;
  const episodes = relapses === 0 ? '' : `; ${observation.episodes.length} episodes, the longest is judged`;
  const story = `degraded from second ${show(worst.onsetSeconds)}, recovered at second ${show(worst.recoveredSeconds)}: ${show(value)} s${episodes}`;
  if (value <= budget.limit) return decided('pass', story);
  if ((figures.interval[0] ?? 0) <= budget.limit)
    return decided(
      'inconclusive',
      `${story}; with windows this wide it may have been ${show(figures.interval[0] ?? 0)} s: use more users`,
    );
  return decided('fail', story);
};

const show = (seconds: number): string => String(Math.round(seconds * 10) / 10);

const figuresOf = (
  worst: Episode | undefined,
  { healedAtSeconds }: RecoveryObservation,
  indicator: RecoveryIndicator,
): Omit<RecoveryDecision, 'outcome' | 'why'> => {
  if (worst === undefined)
    return {
      onsetAtSeconds: null,
      recoveredAtSeconds: null,
      serviceRecoverySeconds: 0,
      selfHealingSeconds: 0,
      valueSeconds: 0,
      interval: [0, 0],
    };
  const serviceRecoverySeconds = serviceRecovery(worst);
  const selfHealingSeconds = selfHealing(worst, healedAtSeconds);
  const valueSeconds = indicator === 'serviceRecovery' ? serviceRecoverySeconds : selfHealingSeconds;
  const unsure = worst.recoveredSpanSeconds + (indicator === 'serviceRecovery' ? worst.onsetWindowSeconds : 0);
  return {
    onsetAtSeconds: worst.onsetSeconds,
    recoveredAtSeconds: worst.recoveredSeconds,
    serviceRecoverySeconds,
    selfHealingSeconds,
    valueSeconds,
    interval: valueSeconds === null ? [null, null] : [Math.max(0, valueSeconds - unsure), valueSeconds],
  };
};

const neverDegraded = (
  observation: RecoveryObservation,
  crossed: boolean,
  decided: (outcome: Outcome, why: string) => RecoveryDecision,
): RecoveryDecision => {
  const unseen = { valueSeconds: null, serviceRecoverySeconds: null, selfHealingSeconds: null };
  const noFigures = { ...unseen, interval: [null, null] satisfies [null, null] };
  if (observation.attempts === 0)
    return { ...decided('inconclusive', 'no attempt was sent while the fault was watched'), ...noFigures };
  if (observation.unknownSeconds > 0)
    return {
      ...decided(
        'inconclusive',
        `no degradation was seen, but for ${show(observation.unknownSeconds)} s there were too few attempts to say: use more users`,
      ),
      ...noFigures,
    };
  return decided(
    'pass',
    crossed
      ? 'never degraded, while the fault was felt elsewhere'
      : 'never degraded. Warning: nothing proves that traffic crossed the fault',
  );
};

const notRecovered = (
  { limit, indicator }: { readonly limit: number; readonly indicator: RecoveryIndicator },
  worst: Episode,
  observation: RecoveryObservation,
  decided: (outcome: Outcome, why: string) => RecoveryDecision,
): RecoveryDecision => {
  const { untilSeconds, healedAtSeconds, endsGoodFromSeconds } = observation;
  const start =
    indicator === 'serviceRecovery' ? worst.onsetSeconds : Math.max(healedAtSeconds ?? 0, worst.onsetSeconds);
  const watched = untilSeconds - start;
  const story = `degraded from second ${show(worst.onsetSeconds)} and not recovered when watching ended at second ${show(untilSeconds)}: > ${show(watched)} s`;
  if (endsGoodFromSeconds !== null && endsGoodFromSeconds - start <= limit)
    return decided(
      'inconclusive',
      `${story}; it was good from second ${show(endsGoodFromSeconds)} on, which is too short to prove recovery: watch longer`,
    );
  if (watched <= limit)
    return decided('inconclusive', `${story}, and the limit is ${show(limit)} s: watch longer after the heal`);
  if (observation.starvedAfterBreach)
    return decided('inconclusive', `${story}; too few attempts reached the step to say: use more users`);
  return decided('fail', story);
};
