import { asIfStoppedAt, type EvidenceSoFar } from '../evidence-so-far.ts';
import { judgeBudgets } from '../judge-budgets.ts';
import { observeRun } from '../observe-run.ts';

/** What a look at a run that goes on finds: names of budgets. */
export interface LookFound {
  /** Not decided. */
  readonly open: readonly string[];
  readonly failed: readonly string[];
}

/**
 * Judges the budgets on a plateau that ends at `upToSeconds`, by the same code as a run that has ended there. The load generator and the
 * books are judged at the end of the run; a look only says whether more of the plateau is needed.
 * @param soFar what was written until now; ledgers may be left out
 */
export const takeLook = (soFar: EvidenceSoFar, upToSeconds: number): LookFound => {
  const evidence = asIfStoppedAt(soFar, upToSeconds);
  const { findings } = judgeBudgets(evidence, observeRun(evidence), [], []);
  const namesOf = (outcome: 'inconclusive' | 'fail') =>
    findings.filter((finding) => finding.outcome === outcome).map(({ budget }) => budget);
  return { open: namesOf('inconclusive'), failed: namesOf('fail') };
};

/** One budget failed, and so will the run; or every budget is decided. */
export const isDecided = ({ open, failed }: LookFound): boolean => failed.length > 0 || open.length === 0;
