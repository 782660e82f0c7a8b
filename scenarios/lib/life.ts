import type { LoadPoint } from '../../src/core/wire/plan.ts';
import { activeIntervals, type ActiveInterval } from './curve.ts';
import type { Sleepers } from './sleepers.ts';
import type { VisitEnd } from './visit.ts';

/** What the life of one shopper needs. */
export interface Life {
  readonly slot: number;
  readonly curve: readonly LoadPoint[];
  readonly t0Ms: number;
  readonly nowMs: () => number;
  readonly sleepers: Sleepers;
  readonly sessionStarted: (slot: number) => void;
  readonly sessionLate: (slot: number) => void;
  readonly sessionEnded: (slot: number, how: VisitEnd) => void;
  /** Makes visit number 1, 2, … of a slot; never rejects. */
  readonly visit: (
    slot: number,
    number: number,
    mayStay: () => boolean,
    pause: (ms: number) => Promise<void>,
  ) => Promise<VisitEnd>;
}

/** A first visit that begins this much after its time is late: the generator could not keep up. */
const lateMs = 1_000;

/** The life of one shopper: visit after visit while its slot is active, until the curve or the run ends. */
export const live = async (life: Life): Promise<void> => {
  let visits = 0;
  for (const interval of activeIntervals(life.curve, life.slot)) {
    await life.sleepers.sleepUntil(life.t0Ms + interval.startSeconds * 1_000);
    visits = await liveThrough(life, interval, visits);
  }
};

/** @returns the visits made so far. */
const liveThrough = async (life: Life, interval: ActiveInterval, visitsBefore: number): Promise<number> => {
  const { slot, nowMs, sleepers } = life;
  const endMs = life.t0Ms + interval.endSeconds * 1_000;
  const mayStay = () => !sleepers.isOver && nowMs() < endMs;
  const pause = (ms: number) => sleepers.sleepUntil(Math.min(nowMs() + ms, endMs));
  let visits = visitsBefore;
  while (mayStay()) {
    const isFirst = visits === visitsBefore;
    visits += 1;
    life.sessionStarted(slot);
    if (isFirst && nowMs() - (life.t0Ms + interval.startSeconds * 1_000) > lateMs) life.sessionLate(slot);
    life.sessionEnded(slot, await life.visit(slot, visits, mayStay, pause));
  }
  return visits;
};
