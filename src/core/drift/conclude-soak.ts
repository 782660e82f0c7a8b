import { exitCodes } from '../exit-code.ts';
import { worstOutcome } from '../verdict-exit.ts';
import type { Drift, SoakFile, SoakLeg } from '../wire/soak.ts';

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

const rate = ({ perHour, unit }: Drift): string => {
  const figure = Number(perHour.toPrecision(3));
  const words = { ms: 'ms', ratio: 'of all steps', MiB: 'MiB', count: '' }[unit];
  return `${figure > 0 ? '+' : ''}${figure}${words === '' ? '' : ` ${words}`} an hour`;
};

const driftWords = (drift: Drift): string => {
  const end = drift.hoursToLimit === null ? '' : `, ${Number(drift.hoursToLimit.toPrecision(2))} h to its limit`;
  return `${drift.figure} ${rate(drift)}${end}`;
};

type Ending = Pick<SoakFile, 'finished' | 'stoppedBecause'>;

const sentenceOf = (
  legs: readonly SoakLeg[],
  drifts: readonly Drift[],
  { finished, stoppedBecause }: Ending,
): string => {
  const leaks = drifts.filter(({ outcome }) => outcome === 'fail');
  const doubts = drifts.filter(({ outcome }) => outcome === 'inconclusive');
  const failed = legs.filter(({ outcome }) => outcome === 'fail');
  const parts = [
    leaks.length > 0 ? `Drifts: ${leaks.map(driftWords).join('; ')}.` : '',
    failed.length > 0 ? `${counted(failed.length, 'leg')} of ${legs.length} broke a budget or an invariant.` : '',
    leaks.length > 0 ? '' : doubts.length > 0 ? `Undecided: ${doubts.map(({ figure }) => figure).join(', ')}.` : '',
    leaks.length === 0 && doubts.length === 0 && drifts.length > 0
      ? `Nothing drifts: ${counted(drifts.length, 'figure')} over ${counted(legs.length, 'leg')}.`
      : '',
    drifts.some(({ kind }) => kind === 'memory') || drifts.length === 0
      ? ''
      : 'The shop tells nothing of its memory (`resources` in the configuration).',
    drifts.length === 0 ? 'Nothing is known of any drift.' : '',
    stoppedBecause === null ? '' : `Stopped: ${stoppedBecause}.`,
    finished || stoppedBecause !== null ? '' : 'The soak was broken off.',
  ];
  return parts.filter((part) => part !== '').join(' ');
};

/**
 * What legs and drifts come to. Worst wins: a leg that broke a budget or an invariant, or a drift beyond its threshold, fails the
 * soak; a leg or a drift that is undecided, and a soak that was broken off, leave it inconclusive.
 */
export const concludeSoak = (
  legs: readonly SoakLeg[],
  drifts: readonly Drift[],
  ending: Ending,
): Pick<SoakFile, 'verdict' | 'exitCode' | 'sentence'> => {
  const isWhole = ending.finished && drifts.length > 0 && legs.length > 0;
  const verdict = worstOutcome([
    ...legs.map(({ outcome }) => outcome),
    ...drifts.map(({ outcome }) => outcome),
    isWhole ? 'pass' : 'inconclusive',
  ]);
  return { verdict, exitCode: exitCodes[verdict], sentence: sentenceOf(legs, drifts, ending) };
};
