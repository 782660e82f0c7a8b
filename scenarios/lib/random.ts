import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** A stream of random numbers that is the same in every run with the same seed. */
export interface Random {
  /** Uniform, 0 ≤ x < 1. */
  unit(): number;
  /** Uniform integer, both ends included. */
  integer(from: number, to: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** Standard normal. */
  normal(): number;
}

const lanes = [0x9e3779b9, 0x7f4a7c15, 0x94d049bb, 0x2545f491];

/** The finalising step of MurmurHash3 (A. Appleby): one to one on 32-bit integers, every bit depends on every bit. */
const mix = (value: number): number => {
  let bits = value ^ (value >>> 16);
  bits = Math.imul(bits, 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
};

/**
 * The stream of a place in the run: `randomOf(seed, slot, visit, step)`. Each place has its own, so that a shopper who has to
 * repeat a step does not change what it does next, and no shopper changes another.
 * @param path integers ≥ 0.
 */
export const randomOf = (seed: number, ...path: readonly number[]): Random => {
  const parts = [seed, ...path].flatMap((part) => [part | 0, Math.floor(part / 2 ** 32)]);
  const state = lanes.map((lane) => parts.reduce((hash, part) => mix((hash ^ part) + lane), lane));
  const generator = xoroshiro128plusFromState(state);
  const unit = () => uniformFloat64(generator);
  return {
    unit,
    integer: (from, to) => uniformInt(generator, from, to),
    chance: (probability) => unit() < probability,
    pick: (list) => {
      const picked = list[uniformInt(generator, 0, list.length - 1)];
      if (picked === undefined) throw new Error('There is nothing to pick from: the list is empty');
      return picked;
    },
    // Box and Muller, Annals of Mathematical Statistics 29 (1958).
    normal: () => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit()),
  };
};
