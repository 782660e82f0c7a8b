import type { Verdict } from '../../core/wire/verdict.ts';
import { counted, formatCount, formatInUnit } from './format.ts';
import { findingSubject, findingValue, invariantWords, recoveryValue } from './words.ts';

const mostSteps = 6;

const list = (names: readonly string[], most = 3): string =>
  names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')} and ${names.length - most} more`;

const cleanup = ({ faultsLeft }: Verdict): string[] =>
  faultsLeft.length === 0
    ? []
    : [
        `Remove what may still be in place (${list(faultsLeft)}): \`npx peakproof chaos heal\`, then \`npx peakproof chaos list\` to see that nothing is left.`,
      ];

const books = ({ invariants }: Verdict): string[] =>
  invariants
    .filter((invariant) => invariant.outcome === 'fail')
    .map(({ name, count, examples }) => {
      const example = examples[0] === undefined ? '' : ` Start from this one: ${examples[0]}.`;
      return `${invariantWords[name].title}, ${formatCount(count)} found: ${invariantWords[name].brokenWhen}. Mend this before any latency.${example}`;
    });

const budgets = ({ findings }: Verdict): string[] =>
  findings
    .filter((finding) => finding.outcome === 'fail')
    .map((finding) => {
      const figures = `${findingValue(finding)} against ${formatInUnit(finding.limit, finding.unit)}`;
      return finding.indicator === 'downtime'
        ? `Downtime came to ${figures}: the charts show when.`
        : `${findingSubject(finding)} came to ${figures}: its chart shows when it began, and what else happened then.`;
    });

const recoveries = ({ recovery }: Verdict): string[] =>
  recovery
    .filter((row) => row.outcome === 'fail')
    .map((row) => {
      const result =
        row.recoveredAtSeconds === null
          ? `did not come back from ${row.fault} while it was watched`
          : `took ${recoveryValue(row)} to come back from ${row.fault}`;
      return `${row.step} ${result}: look at reconnects, retries and pools after the heal.`;
    });

const evidence = ({ problems, validity, findings, invariants, recovery }: Verdict): string[] => {
  const steps: string[] = [];
  const broken = validity.filter((check) => check.outcome !== 'pass').map((check) => check.check);
  if (broken.length > 0)
    steps.push(
      `The load machine cannot be trusted on ${list(broken)}: give it more CPU or fewer users, then run again. \`npx peakproof doctor\` says what it lacks.`,
    );
  if (problems.length > 0)
    steps.push(`Evidence is missing or damaged (${list(problems.map((problem) => problem.file))}): run again.`);
  const undecided = findings.filter((finding) => finding.outcome === 'inconclusive').map(findingSubject);
  if (undecided.length > 0)
    steps.push(
      `${counted(undecided.length, 'budget')} could not be decided (${list(undecided)}): the table says what would decide it.`,
    );
  const idle = invariants
    .filter(({ outcome }) => outcome === 'inconclusive')
    .map(({ name }) => invariantWords[name].title);
  if (idle.length > 0)
    steps.push(`The books were not put to the test on ${list(idle)}: more orders, or a longer plateau, would.`);
  const open = recovery.filter((row) => row.outcome === 'inconclusive').map((row) => `${row.step} after ${row.fault}`);
  if (open.length > 0) steps.push(`Recovery could not be judged for ${list(open)}.`);
  return steps;
};

const goOn = (verdict: Verdict): string[] =>
  verdict.verdict === 'pass'
    ? ['Nothing stands in the way. Keep this folder: the next run is read against it.']
    : [`Judge again without a new run, perhaps with other budgets: \`npx peakproof gate ${verdict.runId}\`.`];

/** What to do next, most urgent first; commands stand in backquotes. At least one, at most six. */
export const nextSteps = (verdict: Verdict): string[] => {
  const urgent = [
    ...cleanup(verdict),
    ...books(verdict),
    ...budgets(verdict),
    ...recoveries(verdict),
    ...evidence(verdict),
  ];
  return [...urgent.slice(0, mostSteps - 1), ...goOn(verdict)];
};
