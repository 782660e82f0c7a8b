import type { Budget, BudgetsFile } from '../../core/wire/budgets.ts';
import { demandAt, expectedVirtualUsers, peakDemand } from '../../core/planned-load.ts';
import type { Plan, PlannedFault } from '../../core/wire/plan.ts';
import { budgetSourceText } from '../words/budget-source.ts';
import { formatClock, formatCount, formatSeconds } from '../words/format.ts';
import { plannedLoadText } from '../words/load-words.ts';
import { indicatorWords, limitText, phaseWords } from '../words/words.ts';
import { alignTable, textWidth, wrap, type Cell, type Column, type TerminalOptions } from './layout.ts';
import { palette } from './palette.ts';

const labelColumns: readonly Column[] = [{ align: 'right' }, { align: 'left', gives: true }];

const blocks = ' ▁▂▃▄▅▆▇█';

/** The load curve as one line of blocks, from T0 to the end. */
const sparkline = ({ load, timing }: Plan, width: number): string =>
  Array.from({ length: width }, (_, at) => {
    const demand = demandAt(load, ((at + 0.5) / width) * timing.endSeconds);
    return blocks[Math.ceil((demand / peakDemand(load)) * (blocks.length - 1))] ?? ' ';
  }).join('');

/** A line under the curve that shows when a fault is in place. */
const faultLine = ({ experiment, timing }: Plan, width: number): string =>
  Array.from({ length: width }, (_, at) => {
    const [from, to] = [(at / width) * timing.endSeconds, ((at + 1) / width) * timing.endSeconds];
    const hit = experiment?.faults.some(
      (fault) => fault.atSeconds < to && fault.atSeconds + fault.durationSeconds > from,
    );
    return hit === true ? '▓' : '·';
  }).join('');

/** Whether the plateau begins at the peak; one with a surge does not. */
const isFlat = ({ load, timing }: Plan): boolean => demandAt(load, timing.plateauStartSeconds) === peakDemand(load);

const timeline = (plan: Plan): [number, string][] => {
  const { timing, experiment, load } = plan;
  const faults = (experiment?.faults ?? []).flatMap((fault): [number, string][] => [
    ...triggerLine(fault),
    [fault.atSeconds, `${fault.name} in: ${fault.kind} on ${fault.target} for ${formatSeconds(fault.durationSeconds)}`],
    [
      fault.atSeconds + fault.durationSeconds,
      `${fault.name} out; up to ${formatSeconds(timing.recoveryReserveSeconds)} are kept for recovery`,
    ],
  ]);
  const events: [number, string][] = [
    [0, 'ramp-up'],
    [timing.plateauStartSeconds, `steady: ${isFlat(plan) ? '' : 'up to '}${plannedLoadText(load)}`],
    ...faults,
    [timing.rampDownStartSeconds, 'ramp-down'],
    [timing.endSeconds, 'end of the load'],
  ];
  return events.toSorted(([a], [b]) => a - b);
};

const touched = (plan: Plan): string[] => {
  const faults = plan.experiment?.faults ?? [];
  if (faults.length === 0) return ['nothing but the shop’s own pages: no fault is planned'];
  return [...new Set(faults.map((fault) => `${fault.target}, through the proxy ${fault.proxy}`))];
};

const openLoadNote = ({ load }: Plan): string =>
  load.model === 'open'
    ? `  about ${formatCount(expectedVirtualUsers(load))} virtual users at a time, ${formatCount(load.virtualUsersAtMost)} at most`
    : '';

const budgetCells = (budget: Budget): Cell[] => [
  { text: budget.step ?? 'whole run' },
  { text: indicatorWords[budget.indicator] },
  {
    text:
      budget.phase === null ? (budget.fault === '*' ? 'every fault' : (budget.fault ?? '')) : phaseWords[budget.phase],
  },
  { text: limitText(budget) },
];

const budgetColumns: readonly Column[] = [
  { align: 'left', gives: true },
  { align: 'left' },
  { align: 'left' },
  { align: 'right' },
];

/** One call that the run will make to put a fault in place or take it out. */
export interface PlannedCall {
  /** Offset from T0; of a fault that waits for another, the latest. */
  readonly atSeconds: number;
  readonly text: string;
}

/** When a fault that waits for another is applied; what the time axis shows is the latest. */
const triggerLine = ({ name, atSeconds, trigger }: PlannedFault): [number, string][] => {
  if (trigger === undefined) return [];
  const { after, event, delaySeconds } = trigger;
  const delay = delaySeconds === 0 ? '' : `${formatSeconds(delaySeconds)} `;
  const what = event === 'recovered' ? `recovery from ${after}, at the latest now` : `${after} is ${event}`;
  return [[atSeconds, `${name} waits: ${delay}after ${what}`]];
};

/** The plan for people, printed by `--dry-run`: load, timeline, what is touched, budgets, and notes on what it can decide. */
export const renderPlan = (
  plan: Plan,
  budgets: BudgetsFile,
  notes: readonly string[],
  { colour, width }: TerminalOptions,
  calls: readonly PlannedCall[] = [],
): string => {
  const columns = textWidth(width);
  const { bold, dim, cyan, yellow } = palette(colour);
  const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);
  const events = timeline(plan).map(([at, what]): Cell[] => [{ text: formatClock(at), paint: dim }, { text: what }]);
  const shop = plan.shop.kind === 'external' ? 'external shop' : `reference shop, ${plan.shop.profile ?? 'no'} profile`;
  return [
    bold(`Plan ${plan.runId}`),
    dim(
      `${plan.scenario.name} on the ${shop} · seed ${plan.seed} · at most ${formatSeconds(plan.timing.worstCaseSeconds)} in all`,
    ),
    ...(plan.experiment === null
      ? []
      : ['', bold(plan.experiment.title), ...wrap(plan.experiment.hypothesis, columns, '  ')]),
    '',
    bold(`Load, up to ${plannedLoadText(plan.load)}`) + dim(openLoadNote(plan)),
    `  ${cyan(sparkline(plan, columns - 4))}`,
    `  ${yellow(faultLine(plan, columns - 4))}`,
    '',
    bold('Timeline'),
    ...indented(alignTable(labelColumns, events, columns - 2)),
    '',
    bold('What is touched'),
    ...touched(plan).flatMap((line) => wrap(line, columns, '  ')),
    '',
    ...(calls.length === 0
      ? []
      : [
          bold('Calls'),
          ...calls.flatMap(({ atSeconds, text }) => wrap(`${formatClock(atSeconds)} ${text}`, columns, '  ')),
          '',
        ]),
    bold('Budgets') + dim(`  ${budgetSourceText(budgets.source)}`),
    ...(budgets.budgets.length === 0
      ? ['  none: the verdict would be inconclusive']
      : indented(alignTable(budgetColumns, budgets.budgets.map(budgetCells), columns - 2))),
    ...(notes.length === 0
      ? []
      : ['', bold('What it can decide'), ...notes.flatMap((note) => wrap(note, columns, '  '))]),
  ].join('\n');
};
