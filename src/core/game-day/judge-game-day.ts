import { roundSeconds } from '../rounding.ts';
import type { FaultLife, RunHistory } from '../run-history.ts';
import type { RunEvent } from '../wire/events.ts';
import type { GameDayPlan, JournalEntry } from '../wire/game-day.ts';
import type { GameDayTime, Recovery, ValidityCheck } from '../wire/verdict.ts';

/** The time of one fault, until the next one goes in: what people did then was about this one. */
interface Watch {
  readonly fault: string;
  readonly fromSeconds: number;
  readonly fromMs: number;
  readonly untilSeconds: number;
}

const watches = (faults: readonly FaultLife[]): Watch[] => {
  const applied = faults
    .flatMap(({ fault, appliedAtSeconds, appliedAtMs }) =>
      appliedAtSeconds === null || appliedAtMs === null
        ? []
        : [{ fault, fromSeconds: appliedAtSeconds, fromMs: appliedAtMs }],
    )
    .sort((a, b) => a.fromSeconds - b.fromSeconds);
  return applied.map((watch, at) => ({ ...watch, untilSeconds: applied[at + 1]?.fromSeconds ?? Infinity }));
};

/** Seconds from the fault to the first of these entries. */
const firstMark = (
  events: readonly RunEvent[],
  { fromSeconds, untilSeconds }: Watch,
  entries: readonly JournalEntry[],
): number | null => {
  const found = events.find(
    (event) =>
      event.type === 'journal' &&
      entries.includes(event.entry) &&
      event.offsetSeconds !== null &&
      event.offsetSeconds >= fromSeconds &&
      event.offsetSeconds < untilSeconds,
  );
  return found?.offsetSeconds == null ? null : roundSeconds(found.offsetSeconds - fromSeconds);
};

/** Seconds from the fault to the first alarm that went off after it. */
const firstAlarm = (events: readonly RunEvent[], { fromMs, fromSeconds, untilSeconds }: Watch): number | null => {
  const after = events.flatMap((event) => {
    if (event.type !== 'alarm' || event.to !== 'ALARM') return [];
    const seconds = (Date.parse(event.transitionedAt) - fromMs) / 1_000;
    return seconds >= 0 && fromSeconds + seconds < untilSeconds ? [seconds] : [];
  });
  return after.length === 0 ? null : roundSeconds(Math.min(...after));
};

const detect = (events: readonly RunEvent[], watch: Watch): GameDayTime => {
  const alarm = firstAlarm(events, watch);
  const person = firstMark(events, watch, ['noticed', 'acknowledged', 'mitigated']);
  const shared = { fault: watch.fault, what: 'detect', limitSeconds: null, outcome: 'advisory' } as const;
  if (alarm === null && person === null)
    return { ...shared, seconds: null, why: 'neither an alarm nor a person noticed' };
  const byAlarm = alarm !== null && alarm <= (person ?? Infinity);
  return { ...shared, seconds: byAlarm ? alarm : person, why: byAlarm ? 'an alarm was first' : 'a person was first' };
};

const acknowledge = (events: readonly RunEvent[], watch: Watch, limitSeconds: number): GameDayTime => {
  const seconds = firstMark(events, watch, ['acknowledged']);
  const shared = { fault: watch.fault, what: 'acknowledge', seconds, limitSeconds } as const;
  if (seconds === null) return { ...shared, outcome: 'fail', why: 'nobody took it on' };
  return seconds <= limitSeconds
    ? { ...shared, outcome: 'pass', why: 'somebody took it on in time' }
    : { ...shared, outcome: 'fail', why: `it took longer than ${limitSeconds} s until somebody took it on` };
};

const mitigate = (events: readonly RunEvent[], watch: Watch): GameDayTime => {
  const seconds = firstMark(events, watch, ['mitigated']);
  return {
    fault: watch.fault,
    what: 'mitigate',
    seconds,
    limitSeconds: null,
    outcome: 'advisory',
    why:
      seconds === null
        ? 'nobody said that it was mitigated'
        : 'by the word of the people; recovery is what was measured',
  };
};

const recover = (
  { fault, fromSeconds }: Watch,
  rows: readonly Recovery[],
  limitSeconds: number,
  isValid: boolean,
): GameDayTime => {
  const own = rows.filter((row) => row.fault === fault);
  const degraded = own.filter(({ onsetAtSeconds }) => onsetAtSeconds !== null);
  const open = degraded.find(({ recoveredAtSeconds }) => recoveredAtSeconds === null);
  const shared = { fault, what: 'recover', limitSeconds } as const;
  if (own.length === 0 || !isValid) {
    const why =
      own.length === 0 ? 'no step with a recovery budget was watched' : 'the load machine was not fit to judge';
    return { ...shared, seconds: null, outcome: 'inconclusive', why };
  }
  if (open !== undefined)
    return {
      ...shared,
      seconds: null,
      outcome: 'fail',
      why: `${open.step} was not seen to recover before the load ended`,
    };
  const undecided = own.find(({ outcome, onsetAtSeconds }) => outcome === 'inconclusive' && onsetAtSeconds === null);
  if (undecided !== undefined)
    return { ...shared, seconds: null, outcome: 'inconclusive', why: `${undecided.step}: ${undecided.why}` };
  const back = degraded.map(({ recoveredAtSeconds }) => (recoveredAtSeconds ?? fromSeconds) - fromSeconds);
  const seconds = roundSeconds(Math.max(0, ...back));
  const why = degraded.length === 0 ? 'shoppers never noticed' : 'every step had recovered then';
  return seconds <= limitSeconds
    ? { ...shared, seconds, outcome: 'pass', why }
    : { ...shared, seconds, outcome: 'fail', why: `${why}; people had ${limitSeconds} s` };
};

/**
 * The times of people on a game day, per fault that was put in, seconds from the fault in place: a pure function of events and recovery.
 * Acknowledging and recovering have limits; detecting and mitigating are shown. A game day on which no fault went in decides nothing.
 */
export const judgeGameDay = (
  { acknowledgeWithinSeconds, mendWithinSeconds }: GameDayPlan,
  events: readonly RunEvent[],
  history: Pick<RunHistory, 'faults'>,
  recovery: readonly Recovery[],
  validity: readonly ValidityCheck[],
): GameDayTime[] => {
  const isValid = validity.every(({ outcome }) => outcome === 'pass');
  const found = watches(history.faults);
  if (found.length === 0)
    return [
      {
        fault: '',
        what: 'acknowledge',
        seconds: null,
        limitSeconds: acknowledgeWithinSeconds,
        outcome: 'inconclusive',
        why: 'no fault was put in',
      },
    ];
  return found.flatMap((watch) => [
    detect(events, watch),
    acknowledge(events, watch, acknowledgeWithinSeconds),
    mitigate(events, watch),
    recover(watch, recovery, mendWithinSeconds, isValid),
  ]);
};
