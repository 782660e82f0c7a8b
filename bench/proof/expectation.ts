import type { InvariantName } from '../../src/core/wire/invariants.ts';
import type { Finding, Outcome, Verdict } from '../../src/core/wire/verdict.ts';

/** The one finding that a trial must cause. */
export type Expectation =
  | { readonly invariant: InvariantName }
  | {
      readonly indicator: Finding['indicator'];
      readonly step: string | null;
      /** The step must not have come back at all, rather than late. */
      readonly neverRecovers?: true;
      /** The other way round: the budget must be met. */
      readonly holds?: true;
    };

/** How an expected finding came out, with what it measured. */
export interface Sighting {
  /** `found`: it failed, and for its own reason. `undecided`: the run could not tell. `missed`: it did not fail. */
  readonly seen: 'found' | 'undecided' | 'missed';
  readonly figure: string;
  readonly why: string;
}

/** The finding as reports call it, e.g. `lostOrders` or `serviceRecovery of checkout`. */
export const expectationName = (expected: Expectation): string =>
  'invariant' in expected ? expected.invariant : `${findingName(expected)}${expected.holds === true ? ' holds' : ''}`;

const findingName = ({ indicator, step }: Pick<Finding, 'indicator' | 'step'>): string =>
  step === null ? indicator : `${indicator} of ${step}`;

/** Names of everything that failed in a run: invariants, then budgets. */
export const failedNames = ({ invariants, findings }: Verdict): string[] => [
  ...invariants.filter(({ outcome }) => outcome === 'fail').map(({ name }) => name),
  ...new Set(findings.filter(({ outcome }) => outcome === 'fail').map(findingName)),
];

/** Looks for an expected finding in a verdict. Another finding that fails is no proof. */
export const lookFor = (expected: Expectation, verdict: Verdict): Sighting => {
  if ('invariant' in expected) {
    const invariant = verdict.invariants.find(({ name }) => name === expected.invariant);
    if (invariant === undefined) return nothing(`the verdict has no invariant ${expected.invariant}`);
    return { seen: seenBy(invariant.outcome), figure: String(invariant.count), why: invariant.why };
  }
  const matching = verdict.findings.filter(
    ({ indicator, step }) => indicator === expected.indicator && step === expected.step,
  );
  const finding = matching.find(({ outcome }) => outcome === 'fail') ?? matching[0];
  if (finding === undefined) return nothing(`no budget speaks of ${expectationName(expected)}`);
  if (expected.holds === true)
    return { seen: seenBy(opposite(finding.outcome)), figure: figureOf(finding), why: finding.why };
  const cameBack = finding.outcome === 'fail' && expected.neverRecovers === true && finding.value !== null;
  return {
    seen: cameBack ? 'missed' : seenBy(finding.outcome),
    figure: figureOf(finding),
    why: cameBack ? `it failed for another reason: ${finding.why}` : finding.why,
  };
};

const nothing = (why: string): Sighting => ({ seen: 'undecided', figure: '–', why });

const seenBy = (outcome: Outcome): Sighting['seen'] =>
  outcome === 'fail' ? 'found' : outcome === 'pass' ? 'missed' : 'undecided';

const opposite = (outcome: Outcome): Outcome => (outcome === 'fail' ? 'pass' : outcome === 'pass' ? 'fail' : outcome);

const figureOf = ({ value, unit, limit, indicator, badShare }: Finding): string => {
  const isRecovery = indicator === 'serviceRecovery' || indicator === 'selfHealing';
  if (value === null) return isRecovery ? 'never' : `no answer, ${percent(badShare?.value ?? 1)} bad`;
  return `${Math.round(value)} ${unit} of ${limit}`;
};

const percent = (ratio: number): string => `${Math.round(ratio * 100)} %`;
