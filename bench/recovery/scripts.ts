import { seededDraws, type RandomDraws } from '../../src/core/testing/random-draws.ts';
import type { Script, ScriptedStep, Spell } from './script.ts';

/** One disturbance relative to the fault. Seconds; an end of null is the end of the run. */
interface Part {
  /** From the application of the fault. */
  readonly afterSeconds: number;
  readonly lastsSeconds: number | null;
  readonly share: number;
  readonly how: Spell['how'];
  readonly steps?: readonly ScriptedStep[];
}

interface Outline {
  readonly name: string;
  readonly faultSeconds: number;
  readonly parts: readonly Part[];
  /** Beyond the last part or the heal. */
  readonly watchSeconds?: number;
  readonly playedIn?: Script['playedIn'];
}

const bad = (afterSeconds: number, lastsSeconds: number | null, share: number, how: Spell['how'] = 'fails'): Part => ({
  afterSeconds,
  lastsSeconds,
  share,
  how,
});
const only = (steps: readonly ScriptedStep[], part: Part): Part => ({ ...part, steps });

const outlines: readonly Outline[] = [
  { name: 'short: 2.2 s, every attempt fails', faultSeconds: 3, parts: [bad(0.4, 2.2, 1)] },
  { name: 'short: 3.6 s, half fail', faultSeconds: 4, parts: [bad(0.3, 3.6, 0.5)] },
  { name: 'short: 5 s, slow', faultSeconds: 5, parts: [bad(0.2, 5, 0.7, 'slow')] },
  { name: 'short: 6 s, no answer', faultSeconds: 6, parts: [bad(0.1, 6, 0.9, 'hangs')] },
  { name: 'short: 8 s, a fifth fails', faultSeconds: 8, parts: [bad(0.5, 8, 0.25)] },
  { name: 'short: stalls for 4 s', faultSeconds: 4, parts: [bad(0.2, 4, 1, 'stalls')] },
  { name: '20 s, every attempt fails fast', faultSeconds: 20, parts: [bad(0.2, 20.5, 1)] },
  { name: '20 s, nine of ten fail fast', faultSeconds: 20, parts: [bad(0.6, 24, 0.9)] },
  { name: '30 s, half fail fast', faultSeconds: 30, parts: [bad(0.3, 33, 0.5)] },
  { name: '30 s, slow', faultSeconds: 30, parts: [bad(0.3, 31, 0.8, 'slow')] },
  { name: '30 s, a quarter slow', faultSeconds: 30, parts: [bad(0.7, 30, 0.25, 'slow')] },
  { name: '30 s, no answer', faultSeconds: 30, parts: [bad(0.3, 30, 1, 'hangs')] },
  { name: '30 s, a third without answer', faultSeconds: 30, parts: [bad(0.9, 36, 0.33, 'hangs')] },
  { name: 'stalls for 15 s', faultSeconds: 15, parts: [bad(0.1, 15, 1, 'stalls')] },
  { name: 'back 30 s after the heal', faultSeconds: 15, parts: [bad(0.4, 45, 0.6)] },
  { name: 'long: 120 s, half fail', faultSeconds: 110, parts: [bad(0.4, 120, 0.5)] },
  { name: 'long: 150 s, a fifth slow', faultSeconds: 140, parts: [bad(1.4, 150, 0.22, 'slow')] },
  { name: 'onset 9 s into the fault', faultSeconds: 25, parts: [bad(9.2, 20, 0.7)] },
  { name: 'checkout only, fails fast', faultSeconds: 20, parts: [only(['checkout'], bad(0.4, 26, 0.8))] },
  { name: 'checkout only, slow', faultSeconds: 30, parts: [only(['checkout'], bad(0.3, 33, 0.4, 'slow'))] },
  { name: 'cart only, a quarter fails', faultSeconds: 20, parts: [only(['cart'], bad(0.3, 22, 0.25))] },
  { name: 'browse only, slow', faultSeconds: 20, parts: [only(['browse'], bad(0.3, 27, 0.6, 'slow'))] },
  { name: 'relapse after 30 s', faultSeconds: 15, parts: [bad(0.3, 18, 0.7), bad(48, 12, 0.6)] },
  {
    name: 'relapse after 25 s, longer than the first',
    faultSeconds: 10,
    parts: [bad(0.3, 12, 0.8, 'slow'), bad(37.5, 25, 0.8, 'slow')],
  },
  { name: 'pause of 8 s: one episode', faultSeconds: 25, parts: [bad(0.3, 12, 0.7), bad(20.4, 14, 0.7)] },
  {
    name: 'flaps: 4 s bad, 4 s good, four times',
    faultSeconds: 30,
    parts: [0.4, 8.4, 16.4, 24.4].map((at) => bad(at, 4, 0.6)),
  },
  { name: 'never recovers, every attempt fails', faultSeconds: 20, parts: [bad(0.3, null, 1)], watchSeconds: 90 },
  { name: 'never recovers, a quarter fails', faultSeconds: 20, parts: [bad(0.3, null, 0.25)], watchSeconds: 90 },
  { name: 'never recovers, slow', faultSeconds: 20, parts: [bad(0.3, null, 0.5, 'slow')], watchSeconds: 90 },
  {
    name: 'half recovers: 90 % bad, then 22 % for good',
    faultSeconds: 20,
    parts: [bad(0.3, 22, 0.9), bad(22.3, null, 0.22)],
    watchSeconds: 90,
  },
  {
    name: 'checkout never recovers',
    faultSeconds: 20,
    parts: [only(['checkout'], bad(0.3, null, 0.6))],
    watchSeconds: 90,
  },
  { name: 'recovers 20 s before the heal', faultSeconds: 40, parts: [bad(0.3, 20, 0.7)] },
  { name: 'recovers 35 s before the heal, slow', faultSeconds: 60, parts: [bad(0.6, 24, 0.6, 'slow')] },
  {
    name: 'errors, then half the throughput without errors',
    faultSeconds: 20,
    parts: [bad(0.3, 22, 0.8), bad(22.3, 25, 1, 'drags')],
    playedIn: 'closed',
  },
  {
    name: 'slow, then half the throughput for good',
    faultSeconds: 20,
    parts: [bad(0.3, 22, 0.8, 'slow'), bad(22.3, null, 1, 'drags')],
    watchSeconds: 90,
    playedIn: 'closed',
  },
  {
    name: 'errors, then shoppers turned away without errors',
    faultSeconds: 20,
    parts: [bad(0.3, 22, 0.8), only(['browse'], bad(22.3, 25, 0.6, 'turnsAway'))],
    playedIn: 'open, whole journeys',
  },
  {
    name: 'slow, then shoppers turned away for good',
    faultSeconds: 20,
    parts: [bad(0.3, 22, 0.8, 'slow'), only(['browse'], bad(22.3, null, 0.6, 'turnsAway'))],
    watchSeconds: 90,
    playedIn: 'open, whole journeys',
  },
  { name: 'half the throughput, no errors at all', faultSeconds: 20, parts: [bad(0.3, 24, 1, 'drags')] },
  { name: 'never degraded', faultSeconds: 20, parts: [] },
];

/** About when the fault goes in: a minute of plateau lies before it. */
const faultAtSeconds = 75;
const watchSeconds = 50;
const rampDownSeconds = 5;

const play = (outline: Outline, draws: RandomDraws): Script => {
  const { name, faultSeconds, parts, watchSeconds: watch = watchSeconds, playedIn } = outline;
  const fromMs = 1_000 * faultAtSeconds + Math.round(1_000 * draws.uniform());
  const toMs = fromMs + 1_000 * faultSeconds + Math.round(200 * draws.uniform());
  const spells = parts.map(({ afterSeconds, lastsSeconds, ...rest }): Spell => {
    const startMs = fromMs + Math.round(1_000 * (afterSeconds + 0.3 * draws.uniform()));
    return {
      ...rest,
      fromMs: startMs,
      toMs:
        lastsSeconds === null
          ? Infinity
          : fromMs + Math.round(1_000 * (afterSeconds + lastsSeconds + 0.9 * draws.uniform())),
    };
  });
  const ends = spells.map((spell) => (spell.toMs === Infinity ? toMs : spell.toMs));
  const endSeconds = Math.ceil(Math.max(toMs, ...ends) / 1_000) + watch + rampDownSeconds;
  return { name, fault: { fromMs, toMs }, spells, endSeconds, ...(playedIn === undefined ? {} : { playedIn }) };
};

/** Every script, its instants drawn to the millisecond: short, long, one step alone, relapse, never back, back before the heal, throughput gone. */
export const scriptsOf = (seed: number): readonly Script[] => {
  const draws = seededDraws(seed);
  return outlines.map((outline) => play(outline, draws));
};
