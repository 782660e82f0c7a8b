/**
 * How goodput follows arrivals in the open model: a session's steps come after its arrival, so that after a change of λ(t) the shop is
 * asked for the new rate only when sessions have been renewed. Counts the 10 s in which goodput is said not to be back, on a healthy shop and on one that lost a part of it, with goodput expected in proportion to λ(t), and to λ half a mean session earlier. Run: npx tsx bench/simulations/open-goodput.ts
 */
import { arrivalsOfHost } from '../../scenarios/lib/arrivals.ts';
import { drawnOf, meanJourneySteps } from '../../scenarios/lib/persona.ts';
import { randomOf, type Random } from '../../scenarios/lib/random.ts';
import { personas } from '../../scenarios/personas.ts';
import { arrivalCurve, shapeCorners, type CurveShape } from '../../src/core/curve-shapes.ts';
import { plannedSessions } from '../../src/core/load-curve.ts';
import { goodputBaseline, goodputSeconds, isGoodputBack } from '../../src/core/recovery/goodput.ts';
import type { ArrivalPoint } from '../../src/core/wire/plan.ts';
import { meanSessionSeconds } from '../../src/run/concurrency.ts';

const drawn = personas.map(drawnOf);
/** How many steps a visit has. */
const stepsDrawn = (random: Random): number => {
  let left = random.unit();
  const { journey } = drawn.find(({ share }) => (left -= share) < 0) ?? { journey: [] };
  return journey.filter(({ chance }) => random.chance(chance)).length;
};
const pace = { thinkTimeMedianSeconds: 11, thinkTimeSigma: 0.4 };
const sessionSeconds = meanSessionSeconds(pace, meanJourneySteps(personas));
const sessionsPerSecond = 40;
const seeds = 8;

const stepsBySecond = (curve: ArrivalPoint[], seed: number, seconds: number): Float64Array => {
  const steps = new Float64Array(seconds);
  for (const { atSeconds, slot } of arrivalsOfHost({ curve, hosts: 1 }, 0, seed)) {
    const random = randomOf(seed, slot, 1, 0);
    let at = atSeconds;
    const length = stepsDrawn(random);
    for (let step = 0; step < length; step += 1) {
      const second = Math.floor(at);
      if (second < seconds) steps[second] = (steps[second] ?? 0) + 1;
      at += pace.thinkTimeMedianSeconds * Math.exp(pace.thinkTimeSigma * random.normal());
    }
  }
  return steps;
};

/** Share of the stretches of 10 s, after a fault would have been healed, in which goodput is said to be missing; part of it may be. */
const missing = (shape: CurveShape, settleSeconds: number, lagSeconds: number, lostShare: number): number => {
  const from = 45 + settleSeconds;
  const to = from + 240;
  const times = { rampUpEndSeconds: 45, plateauStartSeconds: from, rampDownStartSeconds: to, endSeconds: to + 15 };
  const curve = arrivalCurve(shapeCorners(shape, times), sessionsPerSecond);
  const demand = (a: number, b: number) => plannedSessions(curve, a - lagSeconds, b - lagSeconds);
  let [stretches, notBack] = [0, 0];
  for (let seed = 0; seed < seeds; seed += 1) {
    const good = stepsBySecond(curve, seed, to);
    const baseline = goodputBaseline(good, demand, { fromSeconds: Math.ceil(from), toSeconds: Math.floor(from) + 125 });
    if (baseline === null) throw new Error('the steady phase is too short');
    const served = good.map((count, second) => (second < from + 145 ? count : count * (1 - lostShare)));
    for (let second = Math.ceil(from) + 145; second + goodputSeconds <= to; second += 1) {
      stretches += 1;
      if (!isGoodputBack(served, demand, baseline, second)) notBack += 1;
    }
  }
  return notBack / stretches;
};

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`.padStart(9);
console.log(
  `a session lasts ${sessionSeconds.toFixed(1)} s; from 145 s after the plateau's start, share of the stretches called "not back"`,
);
console.log('shape       settled  goodput lost     λ(t)  λ(t − half a session)');
for (const shape of ['doors-open', 'spike'] as const)
  for (const settle of [0, sessionSeconds])
    for (const lost of [0, 0.1, 0.2, 0.3])
      console.log(
        shape.padEnd(11),
        `${settle.toFixed(0)} s`.padStart(7),
        percent(lost).padStart(13),
        percent(missing(shape, settle, 0, lost)),
        percent(missing(shape, settle, sessionSeconds / 2, lost)),
      );
