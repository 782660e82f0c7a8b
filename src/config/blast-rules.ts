import { parseDurationSeconds } from '../core/duration.ts';
import type { Problem } from '../core/errors.ts';
import { takesToxicity } from '../core/fault-family.ts';
import type { WrittenFault } from './experiment.ts';

/** How far faults may go at most, as the configuration says. Null: no bound. */
export interface Blast {
  readonly targets: readonly string[] | null;
  /** Share of the connections of a target that a fault may hit. */
  readonly share: number | null;
  readonly longestLifeSeconds: number | null;
}

/** What a fault does to its target, as far as the bounds know it. */
interface Reach {
  readonly target: string;
  readonly kind: string;
  readonly toxicity: number;
  readonly longestLifeSeconds: number;
}

/** The bounds that a fault would break; every kind but a toxic counts as hitting all of its target. */
export const beyondBlast = (reach: Reach, blast: Blast): Omit<Problem, 'file'>[] => {
  const problems: Omit<Problem, 'file'>[] = [];
  const { target, kind, toxicity, longestLifeSeconds } = reach;
  if (blast.targets !== null && !blast.targets.includes(target))
    problems.push({
      path: 'target',
      message: 'beyond blast.targets of the configuration',
      received: target,
      allowed: blast.targets.join(', ') || 'none',
    });
  const share = takesToxicity(kind) ? toxicity : 1;
  if (blast.share !== null && share > blast.share)
    problems.push({
      path: 'toxicity',
      message: 'beyond blast.share of the configuration',
      received: takesToxicity(kind) ? String(share) : `${kind}, which hits all of its target`,
      allowed: `a toxic with a toxicity of at most ${blast.share}`,
    });
  if (blast.longestLifeSeconds !== null && longestLifeSeconds > blast.longestLifeSeconds)
    problems.push({
      path: 'longestLife',
      message: 'beyond blast.longestLife of the configuration',
      received: `${longestLifeSeconds} s`,
      allowed: `at most ${blast.longestLifeSeconds} s; without longestLife a fault lives 30 s longer than its duration`,
    });
  return problems;
};

/** A fault that nobody gave a longest life is healed by the janitor when it is this much older than planned. */
export const longestLifeMarginSeconds = 30;

/** Faults of an experiment that go beyond the bounds. */
export const blastProblems = (faults: readonly WrittenFault[], blast: Blast, file: string): Problem[] =>
  faults.flatMap(({ target, kind, toxicity = 1, duration, longestLife }, index) => {
    const longestLifeSeconds =
      longestLife === undefined
        ? Number(parseDurationSeconds(duration)) + longestLifeMarginSeconds
        : Number(parseDurationSeconds(longestLife));
    return beyondBlast({ target, kind, toxicity, longestLifeSeconds }, blast).map((problem) => ({
      ...problem,
      file,
      path: `faults[${index}].${problem.path}`,
    }));
  });
