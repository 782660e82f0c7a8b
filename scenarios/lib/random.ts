import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** A stream of random numbers that is the same in every run with the same seed. */
export interface Random {
  /** Uniform, 0 ≤ x < 1, in steps of 2^−32. */
  unit(): number;
  /** Uniform integer, both ends included; at most 2^32 of them. */
  integer(from: number, to: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** Standard normal. */
  normal(): number;
}

/** The finalising step of MurmurHash3 (A. Appleby): one to one on 32-bit integers, every bit depends on every bit. */
const mix = (value: number): number => {
  let bits = value ^ (value >>> 16);
  bits = Math.imul(bits, 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
};

/** Everything else is made of uniform numbers. */
abstract class Draws implements Random {
  abstract unit(): number;

  integer(from: number, to: number): number {
    return from + Math.floor(this.unit() * (to - from + 1));
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  pick<T>(list: readonly T[]): T {
    const picked = list[this.integer(0, list.length - 1)];
    if (picked === undefined) throw new Error('There is nothing to pick from: the list is empty');
    return picked;
  }

  // Box and Muller, Annals of Mathematical Statistics 29 (1958).
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.unit())) * Math.cos(2 * Math.PI * this.unit());
  }
}

class Generated extends Draws {
  readonly #generator: { next(): number };

  constructor(one: number, other: number) {
    super();
    this.#generator = xoroshiro128plusFromState([one, other, mix(one + 0x94d049bb), mix(other + 0x2545f491)]);
  }

  unit(): number {
    return (this.#generator.next() >>> 0) / 2 ** 32;
  }
}

/**
 * The stream of a place in the run: `randomOf(seed, host)`. Each place has its own, so that no part of a run changes another.
 * @param path integers ≥ 0.
 */
export const randomOf = (seed: number, ...path: readonly number[]): Random => {
  let one = mix(seed ^ 0x9e3779b9);
  let other = mix(Math.floor(seed / 2 ** 32) ^ one ^ 0x7f4a7c15);
  for (const part of path) {
    one = mix((one ^ part) + 0x9e3779b9);
    other = mix((other ^ part) + (one | 1));
  }
  return new Generated(one, other);
};

/** The engine's counter-based generator (engine.d.ts). */
export type Uniform = (seed: number, slot: number, visit: number, stream: number, n: number) => number;

class Counted extends Draws {
  #drawn = 0;

  constructor(
    readonly uniform: Uniform,
    readonly seed: number,
    readonly slot: number,
    readonly visit: number,
    readonly stream: number,
  ) {
    super();
  }

  unit(): number {
    return this.uniform(this.seed, this.slot, this.visit, this.stream, this.#drawn++);
  }
}

/**
 * A stream of one visit of one shopper, from the engine: there are several for each visit of tens of thousands, and arithmetic is
 * what a JavaScript runtime in Go is slowest at. Each step has its own, so that a shopper who has to repeat a step does not change what
 * it does next, and no shopper changes another.
 */
export const randomOfVisit = (uniform: Uniform, seed: number, slot: number, visit: number, stream: number): Random =>
  new Counted(uniform, seed, slot, visit, stream);
