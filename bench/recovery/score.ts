import { judge } from '../../src/core/judge.ts';
import { stretchSeconds } from '../../src/core/recovery/episodes.ts';
import type { StepWindows } from '../../src/core/recovery/step-windows.ts';
import type { Evidence } from '../../src/core/evidence.ts';
import type { Finding, Recovery } from '../../src/core/wire/verdict.ts';
import { scriptedSteps, type Script, type ScriptedStep } from './script.ts';
import { trueEpisodes, type TrueEpisode } from './truth.ts';

/** How far the judge's word about one step is from what the script did. Seconds. */
export interface Score {
  readonly step: ScriptedStep;
  readonly outcome: Recovery['outcome'];
  readonly episodesTrue: number;
  readonly episodesSeen: number;
  /** At least 100 attempts in each second around the true onset and the true recovery: the condition for what follows. */
  readonly isDense: boolean;
  /** From the true onset to the window in which it was found, 0 within it; negative: found too early. Null without onset. */
  readonly onsetErrorSeconds: number | null;
  /** The same from the time in which shoppers came back to the window in which recovery was found. */
  readonly recoveryErrorSeconds: number | null;
  readonly recoveryWindowSeconds: number | null;
  /** Never back, and said so. Null where the shop came back. */
  readonly isCensored: boolean | null;
  /** The finding's interval holds the true service recovery: from the true onset until all were served again. Null without a value. */
  readonly isWithinInterval: boolean | null;
  /** Judged recovered at an instant after which, within the stretch, the script was bad for more than a second. */
  readonly isFalselyRecovered: boolean;
}

const leastAttempts = 100;
/** Seconds around an instant in which there must be traffic. */
const around = 2;

/** Judges the evidence with the real judge and holds the verdict against the script. */
export const scoreRun = (script: Script, evidence: Evidence): readonly Score[] => {
  const { verdict, windows } = judge(evidence);
  return scriptedSteps.map((step) => {
    const row = verdict.recovery.find((one) => one.step === step && one.indicator === 'serviceRecovery');
    const own = windows.find((one) => one.step === step);
    const finding = verdict.findings.find((one) => one.step === step && one.indicator === 'serviceRecovery');
    if (row === undefined || own === undefined || finding === undefined)
      throw new Error(`The verdict says nothing about ${step}`);
    return scoreStep(trueEpisodes(script, step), { row, interval: finding.interval }, own);
  });
};

/** The episode that the judge chose is the longest; of the true ones it is the one that began nearest to it. */
const counterpart = (episodes: readonly TrueEpisode[], onsetMs: number): TrueEpisode | undefined =>
  episodes.toSorted((a, b) => Math.abs(a.onsetMs - onsetMs) - Math.abs(b.onsetMs - onsetMs))[0];

const scoreStep = (
  episodes: readonly TrueEpisode[],
  { row, interval }: { readonly row: Recovery; readonly interval: Finding['interval'] },
  { windows, counts, step }: StepWindows,
): Score => {
  const { onsetAtSeconds, recoveredAtSeconds } = row;
  const truth = onsetAtSeconds === null ? episodes[0] : counterpart(episodes, 1_000 * onsetAtSeconds);
  const at = (seconds: number) => windows.find((window) => window.toSeconds > seconds);
  const isBusyAround = (atMs: number | null | undefined) =>
    atMs === null ||
    atMs === undefined ||
    counts.attempts
      .subarray(Math.floor(atMs / 1_000) - around, Math.ceil(atMs / 1_000) + around)
      .every((attempts) => attempts >= leastAttempts);
  const onsetWindow = onsetAtSeconds === null ? undefined : at(onsetAtSeconds);
  const recoveryWindow = windows.find((window) => window.toSeconds === recoveredAtSeconds);
  const servedAgain = truth?.servedAgainMs ?? null;
  return {
    step: step as ScriptedStep,
    outcome: row.outcome,
    episodesTrue: episodes.length,
    episodesSeen: row.episodes,
    isDense: isBusyAround(truth?.onsetMs) && isBusyAround(servedAgain) && isBusyAround(truth?.everybodyBackMs),
    onsetErrorSeconds:
      onsetWindow === undefined || truth === undefined
        ? null
        : distance([truth.onsetMs / 1_000, truth.onsetMs / 1_000], [onsetWindow.fromSeconds, onsetWindow.toSeconds]),
    recoveryErrorSeconds:
      recoveryWindow === undefined || truth?.servedAgainMs == null || truth.everybodyBackMs === null
        ? null
        : distance(
            [truth.servedAgainMs / 1_000, truth.everybodyBackMs / 1_000],
            [recoveryWindow.fromSeconds, recoveryWindow.toSeconds],
          ),
    recoveryWindowSeconds: recoveryWindow === undefined ? null : recoveryWindow.toSeconds - recoveryWindow.fromSeconds,
    isCensored:
      truth === undefined || servedAgain !== null ? null : onsetAtSeconds !== null && recoveredAtSeconds === null,
    isWithinInterval: holdsTruth(interval, truth),
    isFalselyRecovered: recoveredAtSeconds !== null && isBadWithin(episodes, recoveredAtSeconds),
  };
};

const holdsTruth = ([low, high]: Finding['interval'], truth: TrueEpisode | undefined): boolean | null => {
  if (low === null || high === null || truth?.servedAgainMs == null || truth.everybodyBackMs === null) return null;
  const [least, most] = [truth.servedAgainMs, truth.everybodyBackMs].map((atMs) => (atMs - truth.onsetMs) / 1_000);
  return least !== undefined && most !== undefined && least <= high && most >= low;
};

/** How far `found` lies after `truth`; 0 where they touch, negative before it. */
const distance = (truth: readonly [number, number], found: readonly [number, number]): number => {
  if (found[0] > truth[1]) return found[0] - truth[1];
  return found[1] < truth[0] ? found[1] - truth[0] : 0;
};

const isBadWithin = (episodes: readonly TrueEpisode[], fromSeconds: number): boolean =>
  episodes.some(({ onsetMs, servedAgainMs }) => {
    const from = Math.max(fromSeconds, onsetMs / 1_000);
    const to = Math.min(fromSeconds + stretchSeconds, servedAgainMs === null ? Infinity : servedAgainMs / 1_000);
    return to - from > 1;
  });
