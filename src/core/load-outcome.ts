import { machineCheck } from './validity/judge-machine.ts';
import { voidsFindings } from './validity/judge-validity.ts';
import type { Verdict } from './wire/verdict.ts';

/** What a run says about the load that it drove, the books apart. */
export interface LoadOutcome {
  readonly outcome:
    | 'held' // every budget kept
    | 'broke' // at least one budget broken
    | 'generatorLimited' // the load generator could not be trusted, so nothing is known of the shop
    | 'undecided' // nothing was broken, but the attempts do not decide every budget
    | 'disturbed' // other programs had the machine
    | 'spoilt'; // the run was broken off, or its evidence is damaged
  readonly why: string;
  /** Budgets that were broken, by name. */
  readonly broken: string[];
  /** Validity checks that failed, by name. */
  readonly distrusted: string[];
  /** Invariants that were broken, by name. */
  readonly booksBroken: string[];
}

const decide = (verdict: Verdict, distrusted: readonly string[]): Pick<LoadOutcome, 'outcome' | 'why'> => {
  const { findings, problems, aborted } = verdict;
  if (aborted !== null) return { outcome: 'spoilt', why: `the run was broken off by ${aborted.by}` };
  const ofGenerator = distrusted.filter((check) => check !== machineCheck);
  if (ofGenerator.length > 0)
    return { outcome: 'generatorLimited', why: `the load generator cannot be trusted: ${ofGenerator.join(', ')}` };
  if (distrusted.length > 0) return { outcome: 'disturbed', why: 'other programs kept the machine busy' };
  const [worst] = findings.filter(({ outcome }) => outcome === 'fail');
  if (worst !== undefined) return { outcome: 'broke', why: `${worst.budget}: ${worst.why}` };
  const [problem] = problems;
  if (problem !== undefined) return { outcome: 'spoilt', why: `${problem.file} ${problem.what}` };
  const doubtful = findings.find(({ outcome }) => outcome === 'inconclusive');
  if (doubtful !== undefined) return { outcome: 'undecided', why: `${doubtful.budget}: ${doubtful.why}` };
  if (!findings.some(({ outcome }) => outcome === 'pass'))
    return { outcome: 'undecided', why: findings.find(({ why }) => why !== '')?.why ?? 'no budget applied' };
  return { outcome: 'held', why: 'every budget was kept' };
};

/**
 * What a verdict says about the load. An invalid generator says nothing, whatever it measured; then one broken budget breaks the load, and
 * it is held only where every budget that decides anything passed. The books stand beside: those of one user are as right or wrong as
 * those of a thousand.
 */
export const loadOutcome = (verdict: Verdict): LoadOutcome => {
  const distrusted = verdict.validity.filter(voidsFindings).map(({ check }) => check);
  return {
    ...decide(verdict, distrusted),
    broken: verdict.findings.filter(({ outcome }) => outcome === 'fail').map(({ budget }) => budget),
    distrusted,
    booksBroken: verdict.invariants.filter(({ outcome }) => outcome === 'fail').map(({ name }) => name),
  };
};

const shopOutcomes = {
  held: 'pass',
  broke: 'fail',
  generatorLimited: 'inconclusive',
  undecided: 'inconclusive',
  disturbed: 'inconclusive',
  spoilt: 'inconclusive',
} as const satisfies Record<LoadOutcome['outcome'], string>;

/** What a run says about the shop, its books included; that they were little exercised says nothing against it. */
export const shopOutcome = ({
  outcome,
  why,
  booksBroken,
}: LoadOutcome): { outcome: 'pass' | 'fail' | 'inconclusive'; why: string } =>
  booksBroken.length > 0
    ? { outcome: 'fail', why: `the books are wrong: ${booksBroken.join(', ')}` }
    : { outcome: shopOutcomes[outcome], why };
