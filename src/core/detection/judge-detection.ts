import type { Disturbance } from '../phases.ts';
import { roundSeconds } from '../rounding.ts';
import type { FaultLife } from '../run-history.ts';
import { type Budget, indicatorFacts } from '../wire/budgets.ts';
import type { Plan } from '../wire/plan.ts';
import type { Detection, Finding, Outcome } from '../wire/verdict.ts';
import { type Alert, alertsBetween, type AlarmWatch, stateAt } from './alarm-watch.ts';

/** What time to detect is judged by. */
export interface DetectionEvidence {
  readonly plan: Plan;
  /** Null when no alarm was watched. */
  readonly watch: AlarmWatch | null;
  readonly faults: readonly FaultLife[];
  readonly disturbances: readonly Disturbance[];
  /** Whether any step was degraded in a disturbance: where none was, there was nothing to detect. */
  readonly isDegraded: (disturbance: Disturbance) => boolean;
}

interface JudgedDetection {
  readonly findings: readonly Finding[];
  readonly rows: readonly Detection[];
}

/** What was seen of one fault, before a limit is asked for. `watchedSeconds`: how long after the fault alarms were looked at. */
type Sight = { readonly appliedAtSeconds: number | null } & (
  | { readonly seen: 'detected'; readonly alert: Alert; readonly seconds: number }
  | { readonly seen: 'silent'; readonly watchedSeconds: number; readonly alarms: readonly string[] }
  | { readonly seen: 'nothing' | 'notAssessed'; readonly why: string }
);

/**
 * Judges whether the operators' alarms noticed each fault: the first watched alarm that went into ALARM after the fault was read back as
 * applied, one that pages somebody before one that does not. A fault that nobody was paged for fails a budget on `timeToDetect`, and the
 * experiment whose own alarm was watched; else it is advisory: shown, decides nothing. Where nothing evaluates the alarms, or nobody looked, nothing is assessed.
 */
export const judgeDetection = (budgets: readonly Budget[], evidence: DetectionEvidence): JudgedDetection => {
  const planned = evidence.plan.experiment?.faults.map(({ name }) => name) ?? [];
  const faults = [...new Set([...planned, ...evidence.faults.map(({ fault }) => fault)])];
  const asked = budgets.filter(({ indicator }) => indicator === 'timeToDetect');
  const findings = [
    ...asked.flatMap((budget) => findingsOf(budget, faults, evidence)),
    ...expectedAlarm(faults, evidence),
  ];
  if (evidence.watch === null || evidence.watch.alarms.length === 0) return { findings, rows: [] };
  const rows = faults.map((fault): Detection => {
    const strictest = asked
      .filter((budget) => budget.fault === '*' || budget.fault === fault)
      .sort((a, b) => a.limit - b.limit)[0];
    const sight = look(fault, evidence);
    return {
      fault,
      appliedAtSeconds: sight.appliedAtSeconds === null ? null : roundSeconds(sight.appliedAtSeconds),
      alarm: sight.seen === 'detected' ? sight.alert.alarm : null,
      timeToDetectSeconds: sight.seen === 'detected' ? sight.seconds : null,
      pages: sight.seen === 'detected' ? sight.alert.pages : null,
      limitSeconds: strictest?.limit ?? null,
      ...decide(sight, strictest?.limit ?? null),
    };
  });
  return { findings, rows };
};

const findingsOf = (budget: Budget, faults: readonly string[], evidence: DetectionEvidence): Finding[] => {
  const finding = (fault: string | null, decision: Pick<Finding, 'outcome' | 'why'> & Partial<Finding>): Finding => ({
    budget: budget.name,
    step: null,
    indicator: 'timeToDetect',
    phase: null,
    fault,
    limit: budget.limit,
    unit: indicatorFacts.timeToDetect.unit,
    value: null,
    interval: [null, null],
    samples: 0,
    badShare: null,
    ...decision,
  });
  const concerned = budget.fault === '*' ? faults : faults.filter((fault) => fault === budget.fault);
  if (concerned.length === 0)
    return [
      evidence.plan.experiment === null
        ? finding(budget.fault, {
            outcome: 'advisory',
            why: 'this run plans no fault, so there is nothing to detect; nothing is decided',
          })
        : finding(budget.fault, {
            outcome: 'inconclusive',
            why: `the run has no fault "${budget.fault ?? ''}"; it has ${faults.join(', ') || 'none'}`,
          }),
    ];
  return concerned.map((fault) => {
    const sight = look(fault, evidence);
    const decision = decide(sight, budget.limit);
    if (sight.seen === 'detected')
      return finding(fault, {
        ...decision,
        value: sight.seconds,
        interval: [sight.seconds, sight.seconds],
        samples: 1,
      });
    if (sight.seen === 'silent')
      return finding(fault, { ...decision, interval: [sight.watchedSeconds, null], samples: sight.alarms.length });
    return finding(fault, decision);
  });
};

/**
 * The alarm that the experiment says should notice, where it was watched: a page by it after any of the faults is what was expected, none
 * after a fault that hurt is a fail.
 */
const expectedAlarm = (faults: readonly string[], evidence: DetectionEvidence): Finding[] => {
  const name = evidence.plan.experiment?.alarm;
  const expected = evidence.watch?.alarms.filter(({ alarm }) => alarm === name) ?? [];
  if (name === undefined || evidence.watch === null || expected.length === 0) return [];
  const watch = {
    ...evidence.watch,
    alarms: expected,
    changes: evidence.watch.changes.filter(({ alarm }) => alarm === name),
  };
  const sights = faults.map((fault) => look(fault, { ...evidence, watch }));
  const best = preference.flatMap((isIt) => sights.filter(isIt))[0];
  if (best === undefined) return [];
  const watchedSeconds = Math.max(0, ...sights.map((sight) => (sight.seen === 'silent' ? sight.watchedSeconds : 0)));
  const finding = {
    ...{ budget: `expected/alarm/${name}`, step: null, indicator: 'timeToDetect' as const, phase: null, fault: null },
    ...{ unit: indicatorFacts.timeToDetect.unit, samples: sights.length, badShare: null },
  };
  if (best.seen !== 'detected')
    // A limit of its own it has not: it was watched for so long.
    return [{ ...finding, ...decide(best, 0), limit: watchedSeconds, value: null, interval: [watchedSeconds, null] }];
  const { seconds } = best;
  return [{ ...finding, ...decide(best, seconds), limit: seconds, value: seconds, interval: [seconds, seconds] }];
};

/** Which sight speaks for an experiment with several faults. */
const preference: readonly ((sight: Sight) => boolean)[] = [
  (sight) => sight.seen === 'detected' && sight.alert.pages !== false,
  (sight) => sight.seen === 'detected',
  ({ seen }) => seen === 'silent',
  ({ seen }) => seen === 'notAssessed',
  ({ seen }) => seen === 'nothing',
];

const look = (fault: string, evidence: DetectionEvidence): Sight => {
  const { watch, faults, disturbances } = evidence;
  const life = faults.find((one) => one.fault === fault);
  const appliedAtSeconds = life?.appliedAtSeconds ?? null;
  const notAssessed = (why: string): Sight => ({ appliedAtSeconds, seen: 'notAssessed', why });
  const disturbance = disturbances.find((one) => one.faults.includes(fault));
  const fromMs = life?.appliedAtMs ?? null;
  if (appliedAtSeconds === null || fromMs === null || disturbance === undefined)
    return notAssessed(`the fault ${fault} was never applied`);
  if (watch === null || watch.alarms.length === 0)
    return notAssessed('no alarm was watched: name the operators’ alarms in alarmsToWatch');
  const untilMs = fromMs + (disturbance.observedUntilSeconds - appliedAtSeconds) * 1000;
  const alerts = alertsBetween(watch, fromMs, untilMs);
  const alert = alerts.find(({ pages }) => pages === true) ?? alerts[0];
  if (alert !== undefined)
    return { appliedAtSeconds, seen: 'detected', alert, seconds: roundSeconds((alert.atMs - fromMs) / 1000) };

  const blind = watch.blind.find(({ fromMs: from, toMs: to }) => from < untilMs && to > fromMs);
  if (blind !== undefined)
    return notAssessed('the alarms could not be looked at all the time: CloudWatch did not answer, or watching ended');
  const flickered = watch.changes.find(({ from, to, atMs }) => from === to && atMs >= fromMs && atMs <= untilMs);
  if (flickered !== undefined)
    return notAssessed(`${flickered.alarm} left ${flickered.from} and came back to it between two looks`);
  const ready = watch.alarms.filter(({ alarm }) => stateAt(watch, alarm, fromMs) === 'OK').map(({ alarm }) => alarm);
  if (ready.length === 0) return notAssessed(noneReady(watch, fromMs));
  if (!evidence.isDegraded(disturbance))
    return { appliedAtSeconds, seen: 'nothing', why: 'no step was degraded, so there was nothing to detect' };
  return { appliedAtSeconds, seen: 'silent', watchedSeconds: roundSeconds((untilMs - fromMs) / 1000), alarms: ready };
};

/** Why no alarm could have gone off: each was missing, in ALARM already, or had no data, as where nothing evaluates alarms. */
const noneReady = (watch: AlarmWatch, atMs: number): string =>
  watch.alarms
    .map(({ alarm }) => {
      const state = stateAt(watch, alarm, atMs);
      if (state === 'missing') return `there is no alarm ${alarm}`;
      if (state === 'ALARM') return `${alarm} was in ALARM before the fault`;
      return `${alarm} had no data (${state}): its metric gets none, or nothing evaluates it here`;
    })
    .join('; ');

const nobody = 'nobody would have been paged';

const decide = (sight: Sight, limit: number | null): { readonly outcome: Outcome; readonly why: string } => {
  const orAdvisory = (outcome: Outcome): Outcome => (limit === null ? 'advisory' : outcome);
  switch (sight.seen) {
    case 'nothing':
      return { outcome: 'advisory', why: sight.why };
    case 'notAssessed':
      return { outcome: orAdvisory('inconclusive'), why: `not assessed: ${sight.why}` };
    case 'silent': {
      const why = `${nobody}: ${sight.alarms.join(', ')} stayed silent for ${sight.watchedSeconds} s after the fault`;
      return limit !== null && sight.watchedSeconds <= limit
        ? { outcome: 'inconclusive', why: `${why}, and the limit is ${limit} s: watch longer` }
        : { outcome: orAdvisory('fail'), why };
    }
    case 'detected': {
      const { alarm, pages } = sight.alert;
      const story = `${alarm} went off ${sight.seconds} s after the fault`;
      if (pages === false)
        return { outcome: orAdvisory('fail'), why: `${nobody}: ${story}, but has no enabled action` };
      if (limit === null) return { outcome: 'advisory', why: `${story}; no budget limits the time to detect` };
      return { outcome: sight.seconds <= limit ? 'pass' : 'fail', why: story };
    }
  }
};
