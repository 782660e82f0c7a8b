import { groupBy } from '../grouping.ts';

/** What a probe at one load says about the shop. */
export type ProbeOutcome =
  /** Every budget kept. */
  | 'held'
  /** At least one budget broken. */
  | 'broke'
  /** The load generator could not be trusted, so nothing is known of the shop. */
  | 'generatorLimited'
  /** The evidence decides nothing: there was too little of it. */
  | 'undecided'
  /** Other programs had the machine. */
  | 'disturbed'
  /** The probe was broken off, or its evidence is damaged. */
  | 'spoilt';

/** One probe as the search sees it. */
export interface ProbedLevel {
  /** Virtual users, or sessions a second. */
  readonly level: number;
  readonly outcome: ProbeOutcome;
}

export interface SearchSetting {
  /** The first probe. */
  readonly from: number;
  /** No probe is above. */
  readonly most: number;
  /** Levels are whole multiples of it: 1 user, 0.1 sessions a second. */
  readonly quantum: number;
  /** The search ends when the interval is at most this share of its lower end wide. */
  readonly resolution: number;
}

/** Where the knee lies, as far as the probes say. */
export interface Knee {
  /** The most load that kept every budget; null when none did. */
  readonly held: number | null;
  /** The least load that broke one; null when none did. */
  readonly broke: number | null;
  /** Loads at which the generator was the limit, ascending. */
  readonly generatorLimited: readonly number[];
  /** Loads, probed twice, at which nothing could be decided, ascending. */
  readonly undecided: readonly number[];
}

/** The next probe, or that the search is over. `longer`: there was too little evidence of this level. */
export type NextProbe = { readonly level: number; readonly longer: boolean } | null;

const growth = 2;
/** A level of which nothing is known is probed so many times in all. */
const mostTries = 2;

type Settled = Exclude<ProbeOutcome, 'disturbed' | 'spoilt'>;

/** The load at which other programs had the machine each time that it was tried: they would at any other. Null while that is not so. */
export const disturbedAt = (probes: readonly ProbedLevel[]): number | null => {
  const last = probes.slice(-mostTries);
  const isBusy = last.length === mostTries && last.every(({ outcome }) => outcome === 'disturbed');
  return isBusy ? (last[0]?.level ?? null) : null;
};

/** What each level came to: its last probe counts; undecided only when it has been tried often enough. */
const settled = (probes: readonly ProbedLevel[]): Map<number, Settled> => {
  const tries = groupBy(probes, ({ level }) => level);
  return new Map(
    [...tries].flatMap(([level, tried]): [number, Settled][] => {
      const outcome = tried.at(-1)?.outcome ?? 'undecided';
      if (outcome !== 'undecided' && outcome !== 'disturbed' && outcome !== 'spoilt') return [[level, outcome]];
      return tried.length < mostTries ? [] : [[level, 'undecided']];
    }),
  );
};

const levelsThat = (outcomes: ReadonlyMap<number, Settled>, outcome: Settled): number[] =>
  [...outcomes].flatMap(([level, each]) => (each === outcome ? [level] : [])).toSorted((a, b) => a - b);

/** Where the knee lies. A level held above one that broke is not counted: the shop has to keep its budgets below, too. */
export const kneeOf = (probes: readonly ProbedLevel[]): Knee => {
  const outcomes = settled(probes);
  const broke = levelsThat(outcomes, 'broke')[0] ?? null;
  const held = levelsThat(outcomes, 'held').filter((level) => broke === null || level < broke);
  return {
    held: held.at(-1) ?? null,
    broke,
    generatorLimited: levelsThat(outcomes, 'generatorLimited'),
    undecided: levelsThat(outcomes, 'undecided'),
  };
};

const onGrid = (level: number, quantum: number): number =>
  Number((Math.max(1, Math.round(level / quantum)) * quantum).toPrecision(12));

/** The level that halves the interval, strictly inside; null where it is narrow enough, or nothing lies between. */
const between = (low: number, high: number, { quantum, resolution }: SearchSetting): number | null => {
  if (high <= low * (1 + resolution)) return null;
  const middle = onGrid((low + high) / 2, quantum);
  return middle > low && middle < high ? middle : null;
};

/**
 * The next load to probe. Pure: the search so far is in the probes.
 *
 * 1. A level of which nothing is known is tried once more, for longer where there was too little evidence. 2. While every level held: twice the last, up to the most. While none has held: half of the least.
 * 3. Bisection between the most that held and the least above it that did not, whatever the reason. 4. Where that reason was doubt, the
 * stretch between the doubt and the least that broke.
 *
 * The search ends where other programs had the machine twice in a row. No level is probed above one that broke, or at which the generator was the limit: each answer narrows the interval.
 */
export const nextProbe = (setting: SearchSetting, probes: readonly ProbedLevel[]): NextProbe => {
  const { from, most, quantum } = setting;
  const last = probes.at(-1);
  if (last === undefined) return { level: onGrid(Math.min(from, most), quantum), longer: false };
  if (disturbedAt(probes) !== null) return null;
  const outcomes = settled(probes);
  if (!outcomes.has(last.level)) return { level: last.level, longer: last.outcome === 'undecided' };

  const fresh = (level: number | null): NextProbe =>
    level === null || outcomes.has(level) ? null : { level, longer: false };
  const { held, broke } = kneeOf(probes);
  const others = [...outcomes].flatMap(([level, outcome]) => (outcome === 'held' ? [] : [level]));
  const ceiling = Math.min(Infinity, ...others.filter((level) => held === null || level > held));
  if (ceiling === Infinity) return held === null ? null : fresh(onGrid(Math.min(held * growth, most), quantum));
  if (held === null) {
    const lower = onGrid(ceiling / growth, quantum);
    return lower < ceiling ? fresh(lower) : null;
  }
  const below = fresh(between(held, ceiling, setting));
  if (below !== null || outcomes.get(ceiling) !== 'undecided') return below;
  const doubts = levelsThat(outcomes, 'undecided').filter((level) => level > held && level < (broke ?? Infinity));
  const limited = levelsThat(outcomes, 'generatorLimited').find((level) => level > held);
  const upper = Math.min(broke ?? Infinity, limited ?? Infinity);
  const highestDoubt = doubts.at(-1) ?? held;
  if (upper === Infinity) return fresh(onGrid(Math.min(highestDoubt * growth, most), quantum));
  return fresh(between(highestDoubt, upper, setting));
};
