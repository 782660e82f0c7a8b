import junit, { type Builder, type TestCase } from 'junit-report-builder';
import type { Outcome, Verdict } from '../../core/wire/verdict.ts';
import { timeWords } from '../game-day/journal-words.ts';
import type { ReportInput } from '../report-input.ts';
import { faultCostLine, recoveryDetail } from '../words/fault-cost.ts';
import { formatCount, formatSeconds, formatWithUnit, noFigure } from '../words/format.ts';
import { plainText } from '../words/plain-text.ts';
import {
  checkWords,
  findingInterval,
  findingSubject,
  findingValue,
  indicatorWords,
  invariantWords,
  limitText,
  recoveryValue,
} from '../words/words.ts';

// The package is CommonJS whose export is the builder itself; its types say `default`.
const rootBuilder = junit as unknown as Builder;

interface JunitOptions {
  /** What an inconclusive outcome becomes: an error, a failure, or skipped where it shall only warn. */
  readonly onInconclusive: 'error' | 'failure' | 'skipped';
}

interface Row {
  readonly suite: string;
  readonly name: string;
  readonly outcome: Outcome;
  readonly message: string;
  readonly detail: string;
}

const findingRows = ({ findings }: Verdict): Row[] =>
  findings.map((finding) => ({
    suite: 'budgets',
    name: `${findingSubject(finding)} (${finding.budget})`,
    outcome: finding.outcome,
    message: `${findingValue(finding)} against ${limitText(finding)}: ${finding.why}`,
    detail: `interval ${findingInterval(finding)}, ${formatCount(finding.samples)} samples`,
  }));

const recoveryRows = ({ recovery, faultCosts = [] }: Verdict): Row[] =>
  recovery.map((row) => ({
    suite: 'recovery',
    name: `${row.step} after ${row.fault}`,
    outcome: row.outcome,
    message: `${indicatorWords[row.indicator]} ${recoveryValue(row)} against ${row.limitSeconds === null ? 'no budget' : formatSeconds(row.limitSeconds)}: ${row.why}`,
    detail: [
      recoveryDetail(row),
      ...faultCosts.filter(({ faults }) => faults.includes(row.fault)).map(faultCostLine),
    ].join('\n'),
  }));

const detectionRows = ({ detection = [] }: Verdict): Row[] =>
  detection.map((row) => ({
    suite: 'detection',
    name: row.fault,
    outcome: row.outcome,
    message: row.why,
    detail: row.limitSeconds === null ? '' : `at most ${formatSeconds(row.limitSeconds)} are allowed`,
  }));

const invariantRows = ({ invariants }: Verdict): Row[] =>
  invariants.map((invariant) => ({
    suite: 'books',
    name: invariantWords[invariant.name].title,
    outcome: invariant.outcome,
    message: `${formatCount(invariant.count)} found, 0 allowed: ${invariant.why}`,
    detail: [
      `exercised by ${formatCount(invariant.exercised.value)} ${invariant.exercised.what}, at least ${formatCount(invariant.exercised.least)}`,
      ...invariant.examples,
    ].join('\n'),
  }));

const gameDayRows = ({ gameDay }: Verdict): Row[] =>
  (gameDay ?? []).map(({ fault, what, seconds, limitSeconds, outcome, why }) => ({
    suite: 'gameDay',
    name: fault === '' ? timeWords[what] : `${timeWords[what]} after ${fault}`,
    outcome,
    message: `${seconds === null ? noFigure : formatWithUnit(seconds, 's')}${limitSeconds === null ? '' : ` against ${formatWithUnit(limitSeconds, 's')}`}: ${why}`,
    detail: '',
  }));

const validityRows = ({ validity }: Verdict): Row[] =>
  validity.map((check) => ({
    suite: 'validity',
    name: checkWords(check.check),
    outcome: check.outcome,
    message: `${check.value === null ? noFigure : formatWithUnit(check.value, check.unit)} against ${formatWithUnit(check.limit, check.unit)}: ${check.why}`,
    detail: '',
  }));

/** Also what no list says: an aborted run, missing evidence and faults left behind must not leave the file green. */
const verdictRows = ({ verdict, exitCode, sentence, problems, faultsLeft }: Verdict): Row[] => [
  {
    suite: 'verdict',
    name: 'verdict',
    outcome: verdict === 'pass' && exitCode !== 0 ? 'fail' : verdict,
    message: sentence,
    detail: `exit code ${exitCode}`,
  },
  ...problems.map(({ file, what }): Row => ({
    suite: 'verdict',
    name: `evidence ${file}`,
    outcome: 'inconclusive',
    message: what,
    detail: '',
  })),
  ...faultsLeft.map((fault): Row => ({
    suite: 'verdict',
    name: `fault ${fault} healed`,
    outcome: 'fail',
    message: `${fault} may still be in place: npx peakproof chaos heal`,
    detail: '',
  })),
];

/** For a CDATA section. xmlbuilder makes only the first `]]>` in it harmless, so none is left. */
const lines = (text: string): string => text.split('\n').map(plainText).join('\n').replaceAll(']]>', ']] >');

const mark = (testCase: TestCase, row: Row, options: JunitOptions): void => {
  const message = plainText(row.message);
  const content = lines(row.detail === '' ? row.message : `${row.message}\n${row.detail}`);
  const asFailure = row.outcome === 'fail' || (row.outcome === 'inconclusive' && options.onInconclusive === 'failure');
  if (asFailure) testCase.failure(message, row.outcome).stacktrace(content);
  else if (row.outcome === 'inconclusive' && options.onInconclusive === 'error')
    testCase.error(message, 'inconclusive', content);
  else if (row.outcome === 'pass') testCase.standardOutput(content);
  else testCase.skipped().standardOutput(content);
};

/**
 * The verdict as JUnit XML: suites verdict, budgets, recovery, detection, books and validity. Fail is a failure, inconclusive an error
 * (or as the options say), advisory skipped. The file has a failure or an error whenever the run did not pass.
 */
export const renderJunit = (
  { verdict }: Pick<ReportInput, 'verdict'>,
  options: JunitOptions = { onInconclusive: 'error' },
): string => {
  const builder = rootBuilder.newBuilder().name(`peakproof ${plainText(verdict.runId)}`);
  const rows = [
    ...verdictRows(verdict),
    ...findingRows(verdict),
    ...recoveryRows(verdict),
    ...detectionRows(verdict),
    ...gameDayRows(verdict),
    ...invariantRows(verdict),
    ...validityRows(verdict),
  ];
  for (const suiteName of new Set(rows.map((row) => row.suite))) {
    const suite = builder.testSuite().name(suiteName);
    if (verdict.startedAt !== null) suite.timestamp(verdict.startedAt);
    for (const row of rows.filter(({ suite: name }) => name === suiteName))
      mark(suite.testCase().className(`peakproof.${suiteName}`).name(plainText(row.name)), row, options);
  }
  return `${builder.build()}\n`;
};
