import { headOfExample } from '../words/example-words.ts';
import type { RunEvent } from '../../core/wire/events.ts';
import type { Plan } from '../../core/wire/plan.ts';
import type {
  Detection,
  Finding,
  GameDayTime,
  Invariant,
  Outcome,
  Recovery,
  ValidityCheck,
  Verdict,
} from '../../core/wire/verdict.ts';
import { timeWords } from '../game-day/journal-words.ts';
import { counted, formatCount, formatMoney, formatSeconds, formatWithUnit, noFigure } from '../words/format.ts';
import { faultCostLine, recoveryDetail } from '../words/fault-cost.ts';
import { gateLines, type GateLine } from '../words/gate-lines.ts';
import { floorLines } from '../words/floor.ts';
import { drivenLoadFacts } from '../words/load-words.ts';
import { nextSteps } from '../words/next-steps.ts';
import {
  checkWords,
  endOfRun,
  findingSubject,
  findingValue,
  invariantWords,
  limitText,
  outcomeWords,
  recoveryValue,
  worstFirst,
} from '../words/words.ts';
import { alignTable, textWidth, wrap, type Cell, type Column, type TerminalOptions } from './layout.ts';
import { palette } from './palette.ts';

interface Row {
  readonly outcome: Outcome;
  readonly what: string;
  readonly value: string;
  readonly limit: string;
  readonly note: string;
  readonly why: string;
}

const findingRow = (finding: Finding): Row => ({
  outcome: finding.outcome,
  what: findingSubject(finding),
  value: findingValue(finding),
  limit: limitText(finding),
  note: counted(finding.samples, 'sample'),
  why: finding.why,
});

const recoveryRow = (row: Recovery): Row => ({
  outcome: row.outcome,
  what: `${row.step} after ${row.fault}`,
  value: row.onsetAtSeconds === null ? 'never degraded' : recoveryValue(row),
  limit: row.limitSeconds === null ? noFigure : formatSeconds(row.limitSeconds),
  note: row.episodes > 1 ? counted(row.episodes, 'episode') : '',
  why: row.why,
});

const gameDayRow = ({ fault, what, seconds, limitSeconds, outcome, why }: GameDayTime): Row => ({
  outcome,
  what: fault === '' ? timeWords[what] : `${timeWords[what]}, ${fault}`,
  value: seconds === null ? noFigure : formatSeconds(seconds),
  limit: limitSeconds === null ? '' : formatSeconds(limitSeconds),
  note: '',
  why,
});

const detectionRow = (row: Detection): Row => ({
  outcome: row.outcome,
  what: row.fault,
  value: row.timeToDetectSeconds === null ? noFigure : formatSeconds(row.timeToDetectSeconds),
  limit: row.limitSeconds === null ? noFigure : formatSeconds(row.limitSeconds),
  note: row.alarm ?? '',
  why: row.why,
});

const invariantRow = ({ name, outcome, count, exercised, why, examples }: Invariant): Row => ({
  outcome,
  what: invariantWords[name].title,
  value: formatCount(count),
  limit: '0',
  note: `${formatCount(exercised.value)} ${exercised.what}`,
  why: [why, ...examples.slice(0, 2).map(headOfExample)].join('; '),
});

const validityRow = (check: ValidityCheck): Row => ({
  outcome: check.outcome,
  what: checkWords(check.check),
  value: check.value === null ? noFigure : formatWithUnit(check.value, check.unit),
  limit: formatWithUnit(check.limit, check.unit),
  note: '',
  why: check.why,
});

const columns: readonly Column[] = [
  { align: 'left' },
  { align: 'left', gives: true },
  { align: 'right' },
  { align: 'right' },
  { align: 'left' },
];

/** A reason stands under the last row that it is for. Passes need none, advisory ones have theirs in the report. */
const reasonStands = (row: Row, next: Row | undefined): boolean =>
  (row.outcome === 'fail' || row.outcome === 'inconclusive') && row.why !== '' && next?.why !== row.why;

/** One row a line, worst first; what went wrong stands with its reason. */
const block = (title: string, rows: readonly Row[], options: TerminalOptions, whenEmpty: string): string[] => {
  const colours = palette(options.colour);
  if (rows.length === 0) return [colours.bold(title), colours.dim(`  ${whenEmpty}`), ''];
  const sorted = worstFirst(rows);
  const cells = sorted.map((row): Cell[] => [
    { text: outcomeWords[row.outcome].sign, paint: colours.outcome[row.outcome] },
    { text: row.what },
    { text: row.value, paint: row.outcome === 'fail' ? colours.red : colours.bold },
    { text: row.limit === '' ? '' : `of ${row.limit}`, paint: colours.dim },
    { text: row.note, paint: colours.dim },
  ]);
  const lines = alignTable(columns, cells, options.width - 2);
  const advisory = sorted.some((row) => row.outcome === 'advisory');
  return [
    colours.bold(title),
    ...sorted.flatMap((row, at) => [
      `  ${lines[at] ?? ''}`,
      ...(reasonStands(row, sorted[at + 1]) ? wrap(row.why, options.width, '     ').map(colours.dim) : []),
    ]),
    ...(advisory ? [colours.dim('     i: shown, decides nothing; the report says why')] : []),
    '',
  ];
};

/** Invariants and checks that pass only need counting. */
const brief = (title: string, rows: readonly Row[], options: TerminalOptions, allWell: string): string[] => {
  const other = rows.filter((row) => row.outcome !== 'pass');
  const passed = rows.length - other.length;
  const { bold, outcome, dim } = palette(options.colour);
  const summary = `  ${outcome.pass(outcomeWords.pass.sign)}  ${passed} of ${rows.length} ${allWell}`;
  if (rows.length === 0) return [bold(title), dim('  not compared'), ''];
  if (other.length === 0) return [bold(title), summary, ''];
  const [heading = '', ...lines] = block(title, other, options, '');
  return [heading, ...lines.slice(0, -1), ...(passed > 0 ? [summary] : []), ''];
};

const problems = ({ problems: found, faultsLeft }: Verdict, options: TerminalOptions): string[] => {
  const { bold, red, yellow } = palette(options.colour);
  const left = faultsLeft.flatMap((fault) => wrap(`✕  ${fault}`, options.width, '  ').map(red));
  const missing = found.flatMap(({ file, what }) => wrap(`?  ${file}: ${what}`, options.width, '  ').map(yellow));
  return [
    ...(left.length === 0 ? [] : [bold('Faults that may still be in place'), ...left, '']),
    ...(missing.length === 0 ? [] : [bold('Evidence missing or damaged'), ...missing, '']),
  ];
};

const headline = (verdict: Verdict, options: TerminalOptions): string[] => {
  const { outcome, bold, inverse, dim } = palette(options.colour);
  const { sign, word } = outcomeWords[verdict.verdict];
  const { load, business } = verdict;
  const facts = [
    ...drivenLoadFacts(load),
    `${formatCount(load.requestsPerSecond)} requests/s`,
    counted(business.ordersPlaced, 'order'),
    `${formatMoney(business.revenueAtRiskCents)} at risk`,
    `${formatSeconds(verdict.downtimeSeconds)} downtime`,
    `${formatSeconds(verdict.durationSeconds)}, ${endOfRun(verdict)}`,
  ];
  return [
    options.colour
      ? outcome[verdict.verdict](inverse(bold(` ${sign} ${word.toUpperCase()} `)))
      : `${sign} ${word.toUpperCase()}`,
    ...wrap(verdict.sentence, options.width).map(bold),
    ...wrap(facts.join(' · '), options.width).map(dim),
    '',
  ];
};

/** Both durations of each recovery, and what each fault cost. */
const costs = ({ recovery, faultCosts = [] }: Verdict, options: TerminalOptions): string[] => {
  const { bold, dim } = palette(options.colour);
  const details = recovery
    .filter(({ onsetAtSeconds }) => onsetAtSeconds !== null)
    .map((row) => `${row.step} after ${row.fault}: ${recoveryDetail(row)}`);
  const lines = [...new Set(details), ...faultCosts.map(faultCostLine)].flatMap((line) =>
    wrap(line, options.width, '  '),
  );
  return lines.length === 0 ? [] : [bold('What the faults cost'), ...lines.map(dim), ''];
};

const floor = (events: readonly RunEvent[], options: TerminalOptions): string[] => {
  const lines = floorLines(events).flatMap(({ what, figures }) => wrap(`${what}: ${figures}`, options.width, '  '));
  return lines.length === 0 ? [] : [palette(options.colour).bold('Before the load'), ...lines, ''];
};

const gate = (lines: readonly GateLine[], options: TerminalOptions): string[] =>
  lines.length === 0
    ? []
    : [
        palette(options.colour).bold('Gate'),
        ...lines.flatMap(({ what, found }) => wrap(`${what}: ${found}`, options.width, '  ')),
        '',
      ];

/**
 * The closing table of a run, for the terminal: verdict, what decided it, what to do next. Several lines, none at the end.
 * @param events of the run: what was measured before the load is among them, and when a gate looked.
 * @param plan of the run; without it nothing is said of a gate.
 */
export const renderFinal = (
  verdict: Verdict,
  { colour, width }: TerminalOptions,
  events: readonly RunEvent[] = [],
  plan: Plan | null = null,
): string => {
  const options = { colour, width: textWidth(width) };
  const { bold } = palette(colour);
  const steps = nextSteps(verdict).flatMap((step, at) => {
    const [first = '', ...rest] = wrap(step.replaceAll('`', ''), options.width, '     ');
    return [`  ${at + 1}. ${first.trimStart()}`, ...rest];
  });
  return [
    ...headline(verdict, options),
    ...problems(verdict, options),
    ...block('Budgets', verdict.findings.map(findingRow), options, 'no budget applied'),
    ...block('Recovery', verdict.recovery.map(recoveryRow), options, 'no fault met a budgeted step'),
    ...(verdict.detection === undefined
      ? []
      : block('Detection', verdict.detection.map(detectionRow), options, 'there was no fault to detect')),
    ...costs(verdict, options),
    ...(verdict.gameDay === undefined ? [] : block('Game day', verdict.gameDay.map(gameDayRow), options, '')),
    ...brief('The books', verdict.invariants.map(invariantRow), options, 'invariants hold'),
    ...brief('Validity', verdict.validity.map(validityRow), options, 'checks of the load machine passed'),
    ...gate(plan === null ? [] : gateLines(plan, events), options),
    ...floor(events, options),
    bold('What to do next'),
    ...steps,
  ].join('\n');
};
