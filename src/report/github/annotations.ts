import type { Verdict } from '../../core/wire/verdict.ts';
import { plainText } from '../words/plain-text.ts';
import { formatInUnit } from '../words/format.ts';
import { findingSubject, findingValue, invariantWords } from '../words/words.ts';

type Level = 'error' | 'warning' | 'notice';

/** GitHub shows ten annotations of a level for each step; the last place is for the count of the others. */
const mostOfLevel = 9;

/** Escapes as GitHub's runner reads workflow commands; a property may hold neither a colon nor a comma besides. */
const escapeMessage = (text: string): string => plainText(text).replaceAll('%', '%25');
const escapeProperty = (text: string): string => escapeMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** One workflow command, e.g. `::error title=Checkout::…`. Control characters, line breaks among them, become spaces. */
export const annotation = (level: Level, title: string, message: string): string =>
  `::${level} title=${escapeProperty(title)}::${escapeMessage(message)}`;

interface Row {
  readonly title: string;
  readonly message: string;
}

/**
 * The verdict as annotations: one error for each broken budget or invariant, one warning for each that could not be decided, and a notice of
 * a pass. At least one line.
 */
export const renderAnnotations = (verdict: Verdict): string[] => {
  const rowsOf = (outcome: 'fail' | 'inconclusive'): Row[] => [
    ...verdict.faultsLeft
      .filter(() => outcome === 'fail')
      .map((fault) => ({ title: `Fault ${fault}`, message: 'may still be in place: npx peakproof chaos heal' })),
    ...verdict.invariants
      .filter((invariant) => invariant.outcome === outcome)
      .map(({ name, why, examples }) => ({
        title: invariantWords[name].title,
        message: [why, ...examples.slice(0, 1)].join('; '),
      })),
    ...verdict.findings
      .filter((finding) => finding.outcome === outcome)
      .map((finding) => ({
        title: findingSubject(finding),
        message: `${findingValue(finding)} against ${formatInUnit(finding.limit, finding.unit)}: ${finding.why}`,
      })),
  ];
  const levelOfVerdict: Level = { pass: 'notice', fail: 'error', inconclusive: 'warning' }[verdict.verdict] as Level;
  return [
    annotation(levelOfVerdict, 'Peakproof', verdict.sentence),
    ...some('error', rowsOf('fail')),
    ...some('warning', rowsOf('inconclusive')),
  ];
};

const some = (level: Level, rows: readonly Row[]): string[] => [
  // One place of the level may be taken by the verdict itself.
  ...rows.slice(0, mostOfLevel - 1).map(({ title, message }) => annotation(level, title, message)),
  ...(rows.length < mostOfLevel
    ? []
    : [annotation(level, 'Peakproof', `and ${rows.length - mostOfLevel + 1} more: see the summary`)]),
];
