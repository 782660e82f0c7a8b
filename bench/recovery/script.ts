import type { RandomDraws } from '../../src/core/testing/random-draws.ts';

/** Steps of the scripted shop, in the order in which every visit takes them. */
export const scriptedSteps = ['browse', 'cart', 'checkout'] as const;
export type ScriptedStep = (typeof scriptedSteps)[number];

/** Beyond this an answer is too late: the limit of every latency budget of the bench. */
export const limitMs = 1_000;
/** Share of attempts that its budget lets be bad. */
export const allowance = 0.05;
/** Shoppers give up after this. */
export const patienceMs = 4_000;

/** What the server does to the requests that arrive in a time. Offsets from T0. */
export interface Spell {
  readonly fromMs: number;
  /** Infinity: for the rest of the run. */
  readonly toMs: number;
  /** Steps that are hit; every step where it is left out. */
  readonly steps?: readonly ScriptedStep[];
  /** Share of the requests that are hit. */
  readonly share: number;
  /**
   * `fails`: an error at once. `slow`: an answer beyond the limit. `hangs`: no answer. `stalls`: held back until the spell is over.
   * No attempt is bad, but the throughput is gone: `drags`, answers within the limit, so slow that shoppers who stay get less done;
   * `turnsAway`, honest answers that end the visit, so that later steps are not reached.
   */
  readonly how: 'fails' | 'slow' | 'hangs' | 'stalls' | 'drags' | 'turnsAway';
}

/** A run whose every disturbance is known to the millisecond. */
export interface Script {
  readonly name: string;
  /** In which the fault is in place, as the events say. */
  readonly fault: { readonly fromMs: number; readonly toMs: number };
  readonly spells: readonly Spell[];
  /** Length of the run. */
  readonly endSeconds: number;
  /** Under which load it does what it says; every one where it is left out. */
  readonly playedIn?: 'closed' | 'open, whole journeys';
}

export interface Answer {
  readonly outcome: 'ok' | 'error' | 'timeout' | 'soldOut';
  readonly latencyMs: number;
}

/** A healthy shop: log-normal around this; one attempt in two hundred fails. */
export const healthyMedianMs = 120;
const healthySigma = 0.3;
const healthyErrorShare = 0.005;
/** A slow answer takes so much longer than a healthy one. */
export const slowMs = 1_800;
const dragMs = 850;

/** What the scripted server does to a request that arrives at an offset from T0. */
export const answerOf = (spells: readonly Spell[], step: ScriptedStep, atMs: number, draws: RandomDraws): Answer => {
  const healthyMs = healthyMedianMs * Math.exp(healthySigma * draws.normal());
  const spell = spells.find(
    ({ fromMs, toMs, steps }) => atMs >= fromMs && atMs < toMs && (steps?.includes(step) ?? true),
  );
  if (spell === undefined || draws.uniform() >= spell.share)
    return { outcome: draws.uniform() < healthyErrorShare ? 'error' : 'ok', latencyMs: healthyMs };
  switch (spell.how) {
    case 'fails':
      return { outcome: 'error', latencyMs: 2 };
    case 'slow':
      return { outcome: 'ok', latencyMs: slowMs + healthyMs };
    case 'hangs':
      return { outcome: 'timeout', latencyMs: patienceMs };
    case 'stalls': {
      const latencyMs = spell.toMs - atMs + healthyMs;
      return latencyMs > patienceMs ? { outcome: 'timeout', latencyMs: patienceMs } : { outcome: 'ok', latencyMs };
    }
    case 'drags':
      return { outcome: 'ok', latencyMs: dragMs };
    case 'turnsAway':
      return { outcome: 'soldOut', latencyMs: healthyMs };
  }
};
