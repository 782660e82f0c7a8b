import { indicatorFacts, type Budget, type Indicator, type Phase } from '../../core/wire/budgets.ts';
import type { InvariantName } from '../../core/wire/invariants.ts';
import type { Finding, Outcome, Recovery, Verdict } from '../../core/wire/verdict.ts';
import { formatInUnit, formatSeconds, noFigure } from './format.ts';

/** A sign and a word for each outcome, so that colour never carries it alone. */
export const outcomeWords = {
  pass: { sign: '✓', word: 'Pass' },
  fail: { sign: '✕', word: 'Fail' },
  inconclusive: { sign: '?', word: 'Inconclusive' },
  advisory: { sign: 'i', word: 'Advisory' },
} as const satisfies Record<Outcome, { sign: string; word: string }>;

const severity: Record<Outcome, number> = { fail: 0, inconclusive: 1, pass: 2, advisory: 3 };

/** Worst first; the order of the evidence is kept within an outcome. */
export const worstFirst = <T extends { readonly outcome: Outcome }>(rows: readonly T[]): T[] =>
  rows.toSorted((a, b) => severity[a.outcome] - severity[b.outcome]);

export const indicatorWords: Record<Indicator, string> = {
  latencyP50: 'p50 latency',
  latencyP95: 'p95 latency',
  latencyP99: 'p99 latency',
  errorShare: 'error share',
  throughput: 'throughput',
  conversion: 'conversion',
  serviceRecovery: 'service recovery',
  selfHealing: 'self-healing',
  timeToDetect: 'time to detect',
  downtime: 'downtime',
  lostOrders: 'lost orders',
  phantomOrders: 'phantom orders',
  duplicateOrders: 'duplicate orders',
  doubleCharges: 'double charges',
  chargedWithoutOrder: 'charged without order',
  orderedWithoutCharge: 'ordered without charge',
  wrongAmount: 'wrong amount',
  oversold: 'oversold',
  strandedStock: 'stranded stock',
};

export const phaseWords: Record<Phase, string> = {
  rampUp: 'ramp-up',
  steady: 'steady',
  fault: 'fault',
  recovery: 'recovery',
  after: 'after',
  rampDown: 'ramp-down',
};

/** Name for people, and when it is broken (DESIGN §6). */
export const invariantWords: Record<InvariantName, { title: string; brokenWhen: string }> = {
  lostOrders: { title: 'Lost orders', brokenWhen: 'an order acknowledged to the shopper is absent from the books' },
  phantomOrders: {
    title: 'Phantom orders',
    brokenWhen: 'an order is in the books that was neither acknowledged nor in doubt',
  },
  duplicateOrders: { title: 'Duplicate orders', brokenWhen: 'one wish to buy has more than one live order' },
  doubleCharges: {
    title: 'Double charges',
    brokenWhen: 'more was captured than the order’s total, or a shopper was charged twice',
  },
  chargedWithoutOrder: { title: 'Charged without order', brokenWhen: 'money was taken and no order lives' },
  orderedWithoutCharge: { title: 'Ordered without charge', brokenWhen: 'an order lives and no money was taken' },
  wrongAmount: { title: 'Wrong amount', brokenWhen: 'the charge differs from the price shown at the confirmation' },
  oversold: { title: 'Oversold', brokenWhen: 'units were sold that the stock cannot fill' },
  strandedStock: {
    title: 'Stranded stock',
    brokenWhen: 'stock is still reserved or removed after the run with no live order',
  },
};

const checkTitles: Readonly<Record<string, string>> = {
  timerLatenessP99: 'timer lateness, p99',
  schedLatencyP99: 'scheduling latency, p99',
  addedLatency: 'latency of its own',
  generatorCpu: 'CPU of the load generator',
  processorContended: 'processors shared with others',
  virtualUsersReached: 'virtual users reached',
  sessionsOffPlan: 'sessions off the plan',
  sessionsCrashed: 'sessions crashed',
  sessionsLate: 'sessions late',
  hostsMissing: 'host VUs missing',
  timelineGaps: 'gaps in the timeline',
  clockJump: 'jump of the clock',
  requestsCut: 'requests cut off',
  descriptors: 'descriptors used',
  localPorts: 'local ports used',
  ledgerClosed: 'ledgers not closed',
  loadEnded: 'load not ended in order',
  earlierAttempts: 'earlier attempts that failed',
};

/** A validity check's name for people; one that has none keeps its own. */
export const checkWords = (check: string): string => checkTitles[check] ?? check;

/** What a finding is about: `checkout · p95 latency · steady`. */
export const findingSubject = (finding: Pick<Finding, 'step' | 'indicator' | 'phase' | 'fault'>): string =>
  [
    finding.step ?? 'whole run',
    indicatorWords[finding.indicator],
    finding.phase === null ? finding.fault : phaseWords[finding.phase],
  ]
    .filter((part) => part !== null)
    .join(' · ');

/** A limit with its unit; a limit from below says so: `at least 12/s`. */
export const limitText = ({ limit, indicator }: Pick<Budget, 'limit' | 'indicator'>): string => {
  const { unit, limitIs } = indicatorFacts[indicator];
  return `${limitIs === 'least' ? 'at least ' : ''}${formatInUnit(limit, unit)}`;
};

/** The figure that was found. A null with samples is beyond every observation, without samples it is no figure at all. */
export const findingValue = (finding: Finding): string => {
  if (finding.value !== null) return formatInUnit(finding.value, finding.unit);
  if (finding.samples === 0) return noFigure;
  return finding.unit === 'ms' ? 'no answer' : '> observed';
};

/** `280 ms to 312 ms`; an open end is `beyond`, an exact figure has no interval. */
export const findingInterval = (finding: Finding): string => {
  const [low, high] = finding.interval;
  if (low === high) return noFigure;
  const end = (bound: number | null): string => (bound === null ? 'beyond' : formatInUnit(bound, finding.unit));
  return `${end(low)} to ${end(high)}`;
};

/** Time to recover as the budget counts it; `never degraded`, or `> observed` where it did not come back. */
export const recoveryValue = (recovery: Recovery): string => {
  const seconds =
    recovery.indicator === 'serviceRecovery' ? recovery.serviceRecoverySeconds : recovery.selfHealingSeconds;
  if (seconds !== null) return formatSeconds(seconds);
  return recovery.onsetAtSeconds === null ? noFigure : '> observed';
};

/** What kind of end the run had, in a few words. */
export const endOfRun = (verdict: Verdict): string => {
  if (verdict.aborted === null) return 'ran to its end';
  const at = verdict.aborted.atSeconds === null ? '' : ` at ${formatSeconds(verdict.aborted.atSeconds)}`;
  return `aborted by ${verdict.aborted.by}${at}`;
};
