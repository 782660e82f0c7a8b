import { activeIntervals } from '../../scenarios/lib/curve.ts';
import { plannedSessionsPerSecond } from '../../src/core/load-curve.ts';
import type { RandomDraws } from '../../src/core/testing/random-draws.ts';
import type { Plan } from '../../src/core/wire/plan.ts';
import { answerOf, patienceMs, scriptedSteps, type Answer, type ScriptedStep, type Spell } from './script.ts';
import { Agenda } from './agenda.ts';

/** What the shoppers of a simulated run did, second by second. */
export interface ShopperRecord {
  attempt(step: ScriptedStep, sentMs: number, answer: Answer): void;
  sessionStarted(atMs: number): void;
  /** So many are there from now on. */
  active(atMs: number, count: number): void;
}

/** What a visit is: all steps one after the other, or one of them alone, so that one that fails takes no traffic from the others. */
export type Visits = 'whole journeys' | 'single steps';

interface Shopper {
  readonly untilMs: number;
  readonly comesOnce: boolean;
  visits: number;
  journey: readonly ScriptedStep[];
  place: number;
}

type Act = (nowMs: number) => void;

const anyStep = (draws: RandomDraws): ScriptedStep =>
  scriptedSteps[Math.floor(draws.uniform() * scriptedSteps.length)] ?? 'browse';

const retryPauseMs = { least: 1_000, most: 5_000 };

/**
 * Lets the shoppers of a plan visit the scripted server: visit after visit in the closed model, one each in the open one. They behave as
 * those of engine/internal/lives: a failed step is tried once more after 1 to 5 s, a second failure and a patience that ran out end the
 * visit, and after each step they think.
 */
export const simulateShoppers = (
  load: Plan['load'],
  { spells, visits }: { readonly spells: readonly Spell[]; readonly visits: Visits },
  draws: RandomDraws,
  record: ShopperRecord,
): void => {
  const agenda = new Agenda<Act>();
  let present = 0;
  const thinkMs = () => 1_000 * load.thinkTimeMedianSeconds * Math.exp(load.thinkTimeSigma * draws.normal());
  const come = (nowMs: number, change: 1 | -1) => {
    present += change;
    record.active(nowMs, present);
  };
  /** A pause ends early when the shopper's time is over, an answer is waited for. */
  const pause = ({ untilMs }: Shopper, answeredMs: number, lengthMs: number, act: Act) =>
    agenda.add(Math.max(answeredMs, Math.min(answeredMs + lengthMs, untilMs)), act);

  const begin = (shopper: Shopper, nowMs: number): void => {
    if (nowMs >= shopper.untilMs || (shopper.comesOnce && shopper.visits > 0)) {
      come(nowMs, -1);
      return;
    }
    record.sessionStarted(nowMs);
    shopper.visits++;
    shopper.place = 0;
    shopper.journey = visits === 'whole journeys' ? scriptedSteps : [anyStep(draws)];
    takeStep(shopper, nowMs, 1);
  };
  const takeStep = (shopper: Shopper, nowMs: number, tries: number): void => {
    const step = shopper.journey[shopper.place];
    if (step === undefined || nowMs >= shopper.untilMs) {
      begin(shopper, nowMs);
      return;
    }
    const answer = answerOf(spells, step, nowMs, draws);
    record.attempt(step, nowMs, answer);
    const answeredMs = nowMs + Math.min(answer.latencyMs, patienceMs);
    if (answer.outcome === 'error' && tries === 1) {
      const pauseMs = retryPauseMs.least + draws.uniform() * (retryPauseMs.most - retryPauseMs.least);
      pause(shopper, answeredMs, pauseMs, (atMs) => takeStep(shopper, atMs, 2));
      return;
    }
    pause(shopper, answeredMs, thinkMs(), (atMs) => {
      if (answer.outcome !== 'ok') begin(shopper, atMs);
      else {
        shopper.place++;
        takeStep(shopper, atMs, 1);
      }
    });
  };
  const enter = (atMs: number, untilMs: number, comesOnce: boolean): void => {
    agenda.add(atMs, (nowMs) => {
      come(nowMs, 1);
      begin({ untilMs, comesOnce, visits: 0, journey: [], place: 0 }, nowMs);
    });
  };

  const endMs = 1_000 * (load.curve.at(-1)?.atSeconds ?? 0);
  if (load.model === 'closed')
    for (let slot = 0; slot < load.virtualUsers; slot++)
      for (const { startSeconds, endSeconds } of activeIntervals(load.curve, slot))
        enter(1_000 * startSeconds, 1_000 * endSeconds, false);
  else
    for (let second = 0; second < endMs / 1_000; second++)
      for (let left = draws.poisson(plannedSessionsPerSecond(load.curve, second + 0.5)); left > 0; left--)
        enter(1_000 * (second + draws.uniform()), endMs, true);
  agenda.run();
};
