import { stretchSeconds } from '../../src/core/recovery/episodes.ts';
import { healthyMedianMs, limitMs, patienceMs, slowMs, type Script, type ScriptedStep, type Spell } from './script.ts';

/** One time of being degraded, as the script has it. Offsets from T0. */
export interface TrueEpisode {
  readonly onsetMs: number;
  /** From when on whoever asks is served again; null: not before the end. */
  readonly servedAgainMs: number | null;
  /** When the last who had asked before has his answer, or has given up: until then shoppers are missing from the goodput. */
  readonly everybodyBackMs: number | null;
}

/** Within which those who were turned away are missed at later steps. */
const refillMs = 4_000;

interface BadTime {
  readonly fromMs: number;
  /** A request that is sent from here on is a good attempt. */
  readonly toMs: number;
  readonly everybodyBackMs: number;
}

const badTime = ({ fromMs, toMs, how }: Spell): BadTime => {
  switch (how) {
    case 'fails':
    case 'drags':
      return { fromMs, toMs, everybodyBackMs: toMs };
    case 'turnsAway':
      return { fromMs, toMs, everybodyBackMs: toMs + refillMs };
    case 'slow':
      return { fromMs, toMs, everybodyBackMs: toMs + slowMs + healthyMedianMs };
    case 'hangs':
      return { fromMs, toMs, everybodyBackMs: toMs + patienceMs };
    case 'stalls':
      // What is held back is in time when the stall ends within the limit.
      return { fromMs, toMs: toMs - (limitMs - healthyMedianMs), everybodyBackMs: toMs + healthyMedianMs };
  }
};

/** Goodput is the run's: where it is gone, no step has recovered. */
const isThroughputGone = (how: Spell['how']): boolean => how === 'drags' || how === 'turnsAway';

/**
 * Episodes of one step. Bad times with less than the stretch of a recovery between them are one episode; a time in which the throughput
 * is gone keeps an episode open that it follows, and begins none.
 */
export const trueEpisodes = ({ spells }: Script, step: ScriptedStep): readonly TrueEpisode[] => {
  const joined: { fromMs: number; toMs: number; everybodyBackMs: number }[] = [];
  const own = spells.filter(({ steps, how }) => isThroughputGone(how) || (steps?.includes(step) ?? true));
  for (const spell of own.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const { fromMs, toMs, everybodyBackMs } = badTime(spell);
    const last = joined.at(-1);
    if (last !== undefined && fromMs < last.toMs + stretchSeconds * 1_000) {
      last.toMs = Math.max(last.toMs, toMs);
      last.everybodyBackMs = Math.max(last.everybodyBackMs, everybodyBackMs);
    } else if (!isThroughputGone(spell.how)) joined.push({ fromMs, toMs, everybodyBackMs });
  }
  const orNever = (atMs: number) => (atMs === Infinity ? null : atMs);
  return joined.map(({ fromMs, toMs, everybodyBackMs }) => ({
    onsetMs: fromMs,
    servedAgainMs: orNever(toMs),
    everybodyBackMs: orNever(everybodyBackMs),
  }));
};
