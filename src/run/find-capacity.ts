import { concludeSearch } from '../core/capacity/conclude-search.ts';
import { judgeProbe } from '../core/capacity/judge-probe.ts';
import { nextProbe, type SearchSetting } from '../core/capacity/search.ts';
import { exhaustedResources, type Exhausted } from '../core/resources/exhausted.ts';
import type { CapacityFile, CapacityProbe, ExhaustedResource } from '../core/wire/capacity.ts';
import { evidenceVersion, type Plan } from '../core/wire/plan.ts';
import type { ResourceLine } from '../core/wire/resources.ts';
import type { Verdict } from '../core/wire/verdict.ts';

/** An ordinary run at one load. */
export interface ProbedRun {
  readonly plan: Plan;
  readonly verdict: Verdict;
  /** What went wrong while it was under way; null when nothing did. */
  readonly failure: Error | null;
  /** What the shop used meanwhile; empty where it does not tell. */
  readonly resources: readonly ResourceLine[];
}

export interface CapacityParts {
  readonly id: string;
  readonly startedAt: string;
  readonly unit: CapacityFile['unit'];
  readonly setting: SearchSetting;
  readonly atLeast: number | null;
  readonly limitsMs: Readonly<Record<string, number>>;
  /** Rehearses at a load. @param number of the probe, from 1. @param isLonger it was undecided: twice the plateau. */
  readonly probe: (level: number, number: number, isLonger: boolean) => Promise<ProbedRun>;
  /** Called after every probe, and at the end: the file is there whatever happens next. */
  readonly write: (file: CapacityFile) => void;
  readonly onProbed: (probe: CapacityProbe, file: CapacityFile) => void;
  readonly signal: AbortSignal;
}

/** What was used up first while the plateau lasted, or before it. */
const usedUpIn = ({ plan, resources }: ProbedRun): Exhausted[] =>
  exhaustedResources(resources, 0, plan.timing.rampDownStartSeconds);

const firstExhausted = (
  probes: readonly CapacityProbe[],
  usedUp: ReadonlyMap<string, readonly Exhausted[]>,
  knee: CapacityFile['knee'],
): ExhaustedResource | null => {
  const at = (level: number | null, outcome: CapacityProbe['outcome']) =>
    probes.findLast((probe) => probe.level === level && probe.outcome === outcome);
  const broke = at(knee.broke, 'broke');
  const [first] = broke === undefined ? [] : (usedUp.get(broke.runId) ?? []);
  if (first === undefined) return null;
  const held = at(knee.held, 'held');
  const where = held === undefined ? [] : (usedUp.get(held.runId) ?? []);
  const { name, atSeconds, value, limit } = first;
  return { name, atSeconds, value, limit, alsoWhereHeld: where.some((other) => other.name === name) };
};

/**
 * Finds the most load that keeps every budget: a run at each load that the search asks for (src/core/capacity/search.ts), each judged like
 * any other.
 *
 * 1. Ask the search for the next load. 2. Rehearse there, and judge. 3. Write down what is known. 4. Until the search is over, or the
 * signal comes.
 *
 * @throws what a probe throws, and what went wrong in one: the search so far is written.
 */
export const findCapacity = async (parts: CapacityParts): Promise<CapacityFile> => {
  const { unit, setting, atLeast, signal } = parts;
  const probes: CapacityProbe[] = [];
  const usedUp = new Map<string, readonly Exhausted[]>();
  const fileNow = (finished: boolean): CapacityFile => {
    const concluded = concludeSearch(probes, { unit, atLeast, finished, setting: { ...setting } });
    return {
      schemaVersion: evidenceVersion,
      id: parts.id,
      startedAt: parts.startedAt,
      finished,
      ...concluded,
      unit,
      setting: { ...setting },
      atLeast,
      probes: [...probes],
      firstExhausted: firstExhausted(probes, usedUp, concluded.knee),
      limitsMs: { ...parts.limitsMs },
    };
  };
  for (let next = nextProbe(setting, probes); next !== null; next = nextProbe(setting, probes)) {
    const run = await parts.probe(next.level, probes.length + 1, next.longer);
    if (signal.aborted || run.failure !== null) {
      const file = fileNow(false);
      parts.write(file);
      if (run.failure !== null) throw run.failure;
      return file;
    }
    const probe = judgeProbe(run.verdict, next.level);
    probes.push(probe);
    usedUp.set(probe.runId, usedUpIn(run));
    const file = fileNow(nextProbe(setting, probes) === null);
    parts.write(file);
    parts.onProbed(probe, file);
  }
  return fileNow(true);
};
