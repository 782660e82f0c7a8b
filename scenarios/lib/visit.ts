import type { StepOutcome } from '../../src/core/wire/steps.ts';
import type { Browser } from './browser.ts';
import { StepEnd } from './page.ts';
import type { Random } from './random.ts';
import type { Shop } from './shop.ts';
import type { Shopper } from './shopper.ts';
import { retryPause, thinkTimeMs } from './think-time.ts';

/** How a visit ended, as the engine counts it. */
export type VisitEnd = 'finished' | 'abandoned' | 'crashed';

/** What one visit is made of. */
export interface VisitParts {
  readonly slot: number;
  readonly shop: Shop;
  readonly journey: readonly string[];
  readonly shopper: Shopper;
  readonly browser: Browser;
  readonly pace: {
    readonly thinkTimeMedianSeconds: number;
    readonly thinkTimeSigma: number;
    readonly patienceSeconds: number;
  };
  /** The stream of the step at a place of the journey; a new one from its beginning at each call. */
  readonly randomOfStep: (place: number) => Random;
  /** The stream of pauses. */
  readonly pauses: Random;
  readonly nowMs: () => number;
  /** False once the shopper is to leave: its step is finished, and no other begun. */
  readonly mayStay: () => boolean;
  /** A pause that ends early when the shopper is to leave. */
  readonly pause: (ms: number) => Promise<void>;
  readonly beginStep: (slot: number, name: string) => void;
  readonly endStep: (slot: number, outcome: StepOutcome) => void;
  readonly onCrash: (step: string, error: unknown) => void;
}

const isGood = (outcome: StepOutcome): boolean => outcome === 'ok' || outcome === 'declined' || outcome === 'soldOut';

/**
 * Walks one journey. A pause follows every step, whatever became of it. A failed step is tried once more after one to five
 * seconds; patience that ran out, and a second failure, end the visit as abandoned. A declined card or a product that is sold out
 * ends it as finished, as does the end of the shopper's time. Never rejects: what an adapter throws is a crash, and is counted.
 */
export const visit = async (parts: VisitParts): Promise<VisitEnd> => {
  const { journey, mayStay, pause, pauses, pace } = parts;
  const think = () => pause(thinkTimeMs(pauses, pace.thinkTimeMedianSeconds, pace.thinkTimeSigma));
  if (journey.length === 0) await think();
  for (const [place, step] of journey.entries()) {
    let outcome = await takeStep(parts, place, step);
    if (outcome === 'error' || outcome === 'failedCheck') {
      await pause(retryPause(pauses));
      if (mayStay()) outcome = await takeStep(parts, place, step);
    }
    if (outcome === 'crashed') {
      await pause(retryPause(pauses));
      return 'crashed';
    }
    await think();
    if (!isGood(outcome)) return 'abandoned';
    if (outcome !== 'ok' || !mayStay()) return 'finished';
  }
  return 'finished';
};

/** One try at a step, ended with its last answer. A crash leaves the step open: it has no outcome to record. */
const takeStep = async (parts: VisitParts, place: number, step: string): Promise<StepOutcome | 'crashed'> => {
  const { slot, shop, shopper, browser, pace, nowMs } = parts;
  shopper.random = parts.randomOfStep(place);
  browser.bePatientUntil(nowMs() + pace.patienceSeconds * 1_000);
  parts.beginStep(slot, step);
  let outcome: StepOutcome | 'crashed' = 'ok';
  try {
    const act = shop.steps[step];
    if (act === undefined) throw new Error(`The shop adapter has no step ${step}`);
    await act(shopper);
  } catch (error) {
    if (error instanceof StepEnd) outcome = error.outcome;
    else {
      outcome = 'crashed';
      parts.onCrash(step, error);
    }
  }
  await browser.settle();
  if (outcome !== 'crashed') parts.endStep(slot, outcome);
  return outcome;
};
