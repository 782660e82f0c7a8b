/**
 * What the limits of src/core/validity/limits.ts are worth: how much waiting adds to a reported p95, and what the rules make of it; how
 * late timers change the load; what small shares of lost evidence can hide. Run: npx tsx bench/simulations/validity-limits.ts
 */
import { mostAddedMs, waitQuantile } from '../../src/core/validity/added-latency.ts';
import { seededDraws, type RandomDraws } from '../../src/core/testing/random-draws.ts';

const quantile = (values: readonly number[], q: number): number =>
  values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(q * values.length) - 1)] ?? NaN;
const fixed = (value: number, digits = 2, width = 8): string => value.toFixed(digits).padStart(width);

type Draw = (draws: RandomDraws) => number;
const exponential = (draws: RandomDraws): number => -Math.log(1 - draws.uniform());

/** Latencies of a shop, ms, scaled to a p95 of 1. */
const shops: Record<string, Draw> = {
  'always the same': () => 1,
  'log-normal, σ 0.4': (draws) => Math.exp(0.4 * (draws.normal() - 1.645)),
  'log-normal, σ 1': (draws) => Math.exp(draws.normal() - 1.645),
  'one in twelve slow': (draws) => (draws.uniform() < 1 / 12 ? 1 : 0.1) * Math.exp(0.05 * draws.normal()),
};

/** Waits, in units of a scale: what is drawn a second, and within it. */
const waits: Record<string, (draws: RandomDraws) => Draw> = {
  'queue for a processor': () => exponential,
  'mostly none, long tail': () => (draws) => Math.exp(2 * draws.normal()),
  'one second in six starved': (draws) => {
    const scale = draws.uniform() < 1 / 6 ? 1 : 0.02;
    return (inner) => scale * exponential(inner);
  },
  'standstills, one second in thirty': (draws) => {
    const scale = draws.uniform() < 1 / 30 ? 1 : 0.001;
    return (inner) => scale * exponential(inner);
  },
};

interface Simulated {
  readonly ownMs: number;
  readonly reportedMs: number;
  /** Of the round trips that the generator makes beside, at the quantile that is judged. */
  readonly measuredMs: number;
  /** p99 of a second, exceeded in 5 % of the seconds: the figure that a scheduling latency is judged by. */
  readonly p99Ms: number;
}

const seconds = 200;
const attemptsPerSecond = 40;
const roundTripsPerSecond = 50;

/** A run of 200 s: attempts wait as round trips do, each by itself. */
const simulate = (
  shop: Draw,
  wait: (draws: RandomDraws) => Draw,
  ownP95Ms: number,
  scaleMs: number,
  seed: number,
): Simulated => {
  const draws = seededDraws(seed);
  const own: number[] = [];
  const reported: number[] = [];
  const measured: number[] = [];
  const p99s: number[] = [];
  for (let second = 0; second < seconds; second += 1) {
    const within = wait(draws);
    for (let attempt = 0; attempt < attemptsPerSecond; attempt += 1) {
      const latencyMs = ownP95Ms * shop(draws);
      own.push(latencyMs);
      reported.push(latencyMs + scaleMs * within(draws));
    }
    const roundTrips = Array.from({ length: roundTripsPerSecond }, () => scaleMs * within(draws));
    measured.push(...roundTrips);
    p99s.push(quantile(roundTrips, 0.99));
  }
  return {
    ownMs: quantile(own, 0.95),
    reportedMs: quantile(reported, 0.95),
    measuredMs: quantile(measured, waitQuantile),
    p99Ms: quantile(p99s, 0.95),
  };
};

const promiseHolds = ({ ownMs, reportedMs }: Simulated): boolean => reportedMs <= Math.max(1.5 * ownMs, ownMs + 3);
const ruleHolds = ({ reportedMs, measuredMs }: Simulated): boolean => measuredMs <= mostAddedMs(reportedMs);
const fixedRuleHolds = ({ p99Ms }: Simulated): boolean => p99Ms <= 100;

console.log('1. What waiting adds to a reported p95, and which rule sees it');
console.log('   shops with a p95 of 2 to 2,000 ms, waits from a hundredth of it to a hundred times it');
console.log(
  'waits                              runs | promise broken | passed though broken: 100 ms rule, measured rule | worst of these | voided though kept: 100 ms, measured',
);
const ownP95s = [2, 6, 20, 100, 500, 2_000];
const scales = [0.01, 0.03, 0.1, 0.2, 0.3, 0.5, 1, 3, 10, 100];
for (const [name, wait] of Object.entries(waits)) {
  const runs = Object.values(shops).flatMap((shop, at) =>
    ownP95s.flatMap((ownP95Ms, of) =>
      scales.map((scale, by) => simulate(shop, wait, ownP95Ms, scale * ownP95Ms, 1 + at * 10_000 + of * 100 + by)),
    ),
  );
  const broken = runs.filter((run) => !promiseHolds(run));
  const kept = runs.filter(promiseHolds);
  const missed = broken.filter(ruleHolds);
  const worst = missed.reduce((most, { reportedMs, ownMs }) => Math.max(most, reportedMs / ownMs), 0);
  console.log(
    `${name.padEnd(34)} ${String(runs.length).padStart(4)} | ${String(broken.length).padStart(14)} | ${String(broken.filter(fixedRuleHolds).length).padStart(34)}, ${String(missed.length).padStart(13)} | ${(missed.length === 0 ? '-' : worst.toFixed(2)).padStart(14)} | ${String(kept.filter((run) => !fixedRuleHolds(run)).length).padStart(27)}, ${String(kept.filter((run) => !ruleHolds(run)).length).padStart(8)}`,
  );
}

console.log('\n2. A shop with a p95 of 6 ms: what a scheduling latency p99 of so much makes of it');
console.log('p99, ms  reported p95 by shape of the waits: queue, long tail, one second in six, standstills');
for (const p99Ms of [1, 3, 10, 30, 100]) {
  const reported = Object.values(waits).map((wait, at) => {
    const unit = simulate(shops['log-normal, σ 0.4'] ?? exponential, wait, 6, 1, 77 + at);
    return simulate(shops['log-normal, σ 0.4'] ?? exponential, wait, 6, p99Ms / unit.p99Ms, 77 + at).reportedMs;
  });
  console.log(`${fixed(p99Ms, 0, 7)} ${reported.map((ms) => fixed(ms, 1)).join('')}`);
}

console.log('\n3. Late timers: load of a closed model, against timers that are never late');
console.log(
  'p99 lateness / mean pause: load if lateness is exponential, and at the worst (every timer late by the p99)',
);
for (const share of [0.02, 0.05, 0.1, 0.2, 0.5]) {
  const draws = seededDraws(5);
  const cycles = 200_000;
  let paused = 0;
  let late = 0;
  for (let cycle = 0; cycle < cycles; cycle += 1) {
    paused += Math.exp(0.4 * draws.normal() - 0.08);
    late += (share * exponential(draws)) / Math.log(100);
  }
  console.log(`${fixed(share, 2, 5)} ${fixed((100 * paused) / (paused + late), 1)} % ${fixed(100 / (1 + share), 1)} %`);
}

console.log('\n4. Work that waits for a busy processor: mean wait over its own time (M/M/c, Erlang C)');
const erlangWait = (processors: number, busy: number): number => {
  const offered = processors * busy;
  let term = 1;
  let sum = 1;
  for (let k = 1; k < processors; k += 1) sum += term *= offered / k;
  const last = (term * offered) / processors / (1 - busy);
  return last / (sum + last) / (processors * (1 - busy));
};
console.log('busy     1, 2, 4 processors');
for (const busy of [0.5, 0.7, 0.8, 0.85, 0.9, 0.95, 0.99])
  console.log(`${fixed(busy, 2, 5)} ${[1, 2, 4].map((processors) => fixed(erlangWait(processors, busy))).join('')}`);

console.log(
  '\n5. Attempts that are not in the evidence, the slowest first: where the p95 of those that are lies among all',
);
for (const share of [0.001, 0.01, 0.03])
  console.log(
    `${fixed(100 * share, 1, 5)} % missing: the reported p95 is the p${fixed(100 * 0.95 * (1 - share), 2, 5)}; of 5 % allowed, ${fixed((100 * share) / 0.05, 0, 1)} % can hide`,
  );
