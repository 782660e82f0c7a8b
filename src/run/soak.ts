import { concludeSoak } from '../core/drift/conclude-soak.ts';
import { judgeDrifts } from '../core/drift/judge-drift.ts';
import { loadOutcome, shopOutcome, type LoadOutcome } from '../core/load-outcome.ts';
import { machineCheck } from '../core/validity/judge-machine.ts';
import type { DriftPoint, SoakFile, SoakLeg } from '../core/wire/soak.ts';
import type { Verdict } from '../core/wire/verdict.ts';

/** One leg: an ordinary run, and what was taken out of it. */
export interface LegRun {
  readonly verdict: Verdict;
  /** What went wrong while it was under way; null when nothing did. */
  readonly failure: Error | null;
  /** Offset of its T0 from the start of the soak; null when it never began. */
  readonly startedAtSeconds: number | null;
  /** Figures of its steady load, bucket by bucket. */
  readonly points: readonly DriftPoint[];
}

export interface SoakParts {
  /** The soak so far: without legs, or as it was when it was broken off. */
  readonly begun: SoakFile;
  readonly pointsSoFar: readonly DriftPoint[];
  /** Of the shop: one more than before where it was started anew. */
  readonly life: number;
  readonly leg: (number: number) => Promise<LegRun>;
  readonly append: (points: readonly DriftPoint[]) => void;
  readonly write: (file: SoakFile, points: readonly DriftPoint[]) => void;
  /** Removes what is bulky of a leg's evidence. */
  readonly thin: (runId: string) => void;
  readonly onLeg: (leg: SoakLeg, file: SoakFile) => void;
  readonly signal: AbortSignal;
}

/** Legs whose evidence is kept whole: the first, the last two, and so many of those that did not pass. */
const keptLast = 2;
const keptUnpassed = 5;

const legOf = ({ verdict, startedAtSeconds }: LegRun, load: LoadOutcome, number: number, life: number): SoakLeg => ({
  number,
  runId: verdict.runId,
  life,
  startedAtSeconds: startedAtSeconds ?? 0,
  ...shopOutcome(load),
  thinned: false,
});

/**
 * What of a leg says something about drift: nothing where the load generator cannot be trusted; what the shop holds, which no busy machine changes, where
 * other programs had a part of it.
 */
const trustedPoints = ({ points }: LegRun, { distrusted }: LoadOutcome): readonly DriftPoint[] => {
  if (distrusted.length === 0) return points;
  return distrusted.every((check) => check === machineCheck)
    ? points.filter(({ kind }) => kind === 'connections' || kind === 'memory')
    : [];
};

/** The legs that may be thinned now. */
const superfluous = (legs: readonly SoakLeg[]): SoakLeg[] => {
  const unpassed = legs.filter(({ outcome }) => outcome !== 'pass').slice(0, keptUnpassed);
  return legs.slice(1, -keptLast).filter((leg) => !leg.thinned && !unpassed.includes(leg));
};

/**
 * Holds the load for hours, a leg after the other on a shop that stays up, and watches what drifts.
 *
 * 1. A leg: an ordinary run, judged like any other. 2. Take out of it what may drift; what an invalid generator measured is left out.
 * 3. Judge the drifts so far; stop when a leak is certain. 4. Write down what is known, and thin the evidence of legs that nobody needs.
 * 5. Until all legs are over, or the signal comes.
 *
 * @throws what a leg throws, and what went wrong in one: the soak so far is written.
 */
export const soak = async (parts: SoakParts): Promise<SoakFile> => {
  const { begun, signal, life } = parts;
  const { setting } = begun;
  let legs: readonly SoakLeg[] = begun.legs;
  const points: DriftPoint[] = [...parts.pointsSoFar];

  const fileNow = (finished: boolean, stoppedBecause: string | null): SoakFile => {
    const drifts = judgeDrifts(points, finished ? 'end' : 'underWay');
    const concluded = concludeSoak(legs, drifts, { finished, stoppedBecause });
    return { ...begun, ...concluded, finished, stoppedBecause, legs: [...legs], drifts };
  };

  for (let number = legs.length + 1; number <= setting.legs; number += 1) {
    const run = await parts.leg(number);
    if (signal.aborted || run.failure !== null) {
      const file = fileNow(false, null);
      parts.write(file, points);
      if (run.failure !== null) throw run.failure;
      return file;
    }
    const load = loadOutcome(run.verdict);
    const leg = legOf(run, load, number, life);
    legs = [...legs, leg];
    const trusted = trustedPoints(run, load);
    if (trusted.length > 0) parts.append(trusted);
    points.push(...trusted);
    for (const { runId } of superfluous(legs)) {
      parts.thin(runId);
      legs = legs.map((each) => (each.runId === runId ? { ...each, thinned: true } : each));
    }
    const isLast = number === setting.legs;
    const certain = isLast ? [] : judgeDrifts(points, 'underWay').filter(({ outcome }) => outcome === 'fail');
    const stopped =
      certain.length === 0
        ? null
        : `certain after leg ${number} of ${setting.legs}: ${certain.map(({ figure }) => figure).join(', ')}`;
    const file = fileNow(isLast || stopped !== null, stopped);
    parts.write(file, points);
    parts.onLeg(leg, file);
    if (stopped !== null) return file;
  }
  return fileNow(true, null);
};
