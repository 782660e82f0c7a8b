import type { ArrivalPoint, OpenLoad } from '../../src/core/wire/plan.ts';
import { randomOf } from './random.ts';

/** A session that begins: when, from T0, and the number that is its own in the whole run. */
export interface Arrival {
  readonly atSeconds: number;
  readonly slot: number;
}

/** One straight piece of λ(t), and Λ(t), the arrivals to expect up to then, at its ends. */
interface Piece {
  readonly from: ArrivalPoint;
  readonly to: ArrivalPoint;
  readonly expectedFrom: number;
  readonly expectedTo: number;
}

const piecesOf = (curve: readonly ArrivalPoint[]): Piece[] => {
  let expected = 0;
  return curve.slice(1).map((to, index) => {
    const from = curve[index] ?? to;
    const expectedFrom = expected;
    expected += ((to.atSeconds - from.atSeconds) * (from.sessionsPerSecond + to.sessionsPerSecond)) / 2;
    return { from, to, expectedFrom, expectedTo: expected };
  });
};

/** When Λ(t) has grown by `expected` since the piece began: the quadratic solved so that neither a flat piece nor one from 0 divides by 0. */
const instantIn = ({ from, to, expectedFrom }: Piece, expected: number): number => {
  const grown = expected - expectedFrom;
  const slope = (to.sessionsPerSecond - from.sessionsPerSecond) / (to.atSeconds - from.atSeconds);
  const rateThen = Math.sqrt(Math.max(0, from.sessionsPerSecond ** 2 + 2 * slope * grown));
  const rates = from.sessionsPerSecond + rateThen;
  return rates === 0 ? from.atSeconds : Math.min(to.atSeconds, from.atSeconds + (2 * grown) / rates);
};

/** First place of the streams that arrivals are drawn from; those of shoppers' visits have longer paths. */
const arrivalStreams = 1;

/**
 * The sessions that one host begins, in order of time: its part of a Poisson process at λ(t).
 *
 * By inversion (E. Çınlar, Introduction to Stochastic Processes, 1975): a process of rate 1 on the axis of Λ, taken back to time
 * through Λ⁻¹, which is exact on straight pieces. That axis is cut into cells of length 1. What falls into a cell is drawn from a
 * stream of its own, seeded by the run's seed and the cell, and cell c belongs to host c mod hosts. Cells are independent of one
 * another, so hosts need no word with each other, nothing is drawn twice, and the run's arrivals are the same for any number of
 * hosts and workers. A slot is `cell + cells × (how many came before it in the cell)`: unique, and at most a few times their count.
 *
 * Lazy: nothing is drawn before it is asked for.
 */
export const arrivalsOfHost = function* (
  { curve, hosts }: Pick<OpenLoad, 'curve' | 'hosts'>,
  host: number,
  seed: number,
): Generator<Arrival, void, undefined> {
  const pieces = piecesOf(curve);
  const total = pieces.at(-1)?.expectedTo ?? 0;
  const cells = Math.ceil(total);
  let at = 0;
  for (let cell = host; cell < cells; cell += hosts) {
    const random = randomOf(seed, arrivalStreams, cell);
    const gap = () => -Math.log(1 - random.unit());
    const cellEnd = Math.min(total, cell + 1);
    let before = 0;
    for (let expected = cell + gap(); expected < cellEnd; expected += gap(), before += 1) {
      while (expected >= (pieces[at]?.expectedTo ?? Infinity)) at += 1;
      const piece = pieces[at];
      if (piece !== undefined) yield { atSeconds: instantIn(piece, expected), slot: cell + before * cells };
    }
  }
};
