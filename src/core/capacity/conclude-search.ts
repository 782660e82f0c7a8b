import { exitCodes } from '../exit-code.ts';
import type { CapacityFile, CapacityProbe } from '../wire/capacity.ts';
import { disturbedAt, kneeOf, type Knee } from './search.ts';

type Unit = CapacityFile['unit'];
type Asked = Pick<CapacityFile, 'unit' | 'atLeast' | 'finished' | 'setting'>;

const inWords = (level: number, unit: Unit): string =>
  unit === 'virtualUsers' ? `${level.toLocaleString('en-US')} virtual users` : `${level} sessions a second`;

/** Why nothing is known above the load that held; empty where it broke. */
const limitOf = (knee: Knee, unit: Unit, probes: readonly CapacityProbe[]): string => {
  const { held, broke, generatorLimited, undecided } = knee;
  const busyAt = disturbedAt(probes);
  if (busyAt !== null)
    return `at ${inWords(busyAt, unit)} other programs kept this machine busy, twice: close them, then search again`;
  const [limited] = generatorLimited.filter((level) => held === null || level > held);
  if (limited !== undefined && (broke === null || limited < broke)) {
    const checks = probes.find((probe) => probe.level === limited && probe.outcome === 'generatorLimited')?.distrusted;
    return `at ${inWords(limited, unit)} the load generator was the limit, not the shop (${checks?.join(', ') ?? 'invalid'})`;
  }
  if (broke !== null) {
    const between = undecided.filter((level) => level > (held ?? 0) && level < broke);
    return between.length === 0
      ? ''
      : `between them, at ${between.map((level) => level.toLocaleString('en-US')).join(', ')}, nothing could be decided`;
  }
  const [doubt] = undecided.filter((level) => held === null || level > held);
  return doubt === undefined
    ? held === null
      ? ''
      : 'no more was asked for'
    : `at ${inWords(doubt, unit)} nothing could be decided, tried twice`;
};

const sentenceOf = (knee: Knee, unit: Unit, probes: readonly CapacityProbe[]): string => {
  const { held, broke } = knee;
  const limit = limitOf(knee, unit, probes);
  const because = limit === '' ? '' : `; ${limit}`;
  if (held === null && broke === null) return `Nothing is known of the shop${because}.`;
  if (held === null)
    return `A budget breaks at ${inWords(broke ?? 0, unit)} already; no load that holds was found${because}.`;
  if (broke === null) return `The shop holds ${inWords(held, unit)}${because}.`;
  return `The knee lies between ${inWords(held, unit)}, which hold, and ${inWords(broke, unit)}, which break a budget${because}.`;
};

const requirement = (knee: Knee, atLeast: number): CapacityFile['verdict'] => {
  if (knee.held !== null && knee.held >= atLeast) return 'pass';
  return knee.broke !== null && knee.broke <= atLeast ? 'fail' : 'inconclusive';
};

/** At the knee itself a budget sits on its allowance, and no probe decides: the interval may be so many times as wide as asked. */
const widestInterval = 3;

/** Without a requirement: pass where both ends of the interval are known, or everything asked for was held. */
const found = (knee: Knee, { finished, setting }: Asked): CapacityFile['verdict'] => {
  const { held, broke, generatorLimited, undecided } = knee;
  if (!finished || (held === null && broke === null)) return 'inconclusive';
  if (held === null) return 'fail';
  if (broke === null)
    return [...generatorLimited, ...undecided].some((level) => level > held) ? 'inconclusive' : 'pass';
  return broke <= held * (1 + widestInterval * setting.resolution) + setting.quantum ? 'pass' : 'inconclusive';
};

/**
 * What the probes of a search come to.
 * - With `atLeast`: pass when so much was held, fail when so much, or less, broke a budget.
 * - Without: pass when a load that held and one that broke are known, at most three times as far apart as asked, or the most that was asked
 *   for was held; inconclusive where the generator, or doubt, hides what breaks.
 * - Books that were wrong at a load that held: fail, in either case.
 */
export const concludeSearch = (
  probes: readonly CapacityProbe[],
  asked: Asked,
): Pick<CapacityFile, 'knee' | 'verdict' | 'exitCode' | 'sentence'> => {
  const { unit, atLeast, finished } = asked;
  const knee = kneeOf(probes);
  const wrongBooks = [
    ...new Set(probes.filter(({ outcome }) => outcome === 'held').flatMap(({ booksBroken }) => booksBroken)),
  ];
  const answer = atLeast === null ? found(knee, asked) : requirement(knee, atLeast);
  const verdict = wrongBooks.length > 0 ? 'fail' : answer;
  const books = wrongBooks.length === 0 ? '' : ` The books were wrong where budgets held: ${wrongBooks.join(', ')}.`;
  const unfinished = finished ? '' : ' The search is not over.';
  const demanded = atLeast === null ? '' : ` Asked for: ${inWords(atLeast, unit)}.`;
  return {
    knee: { ...knee, generatorLimited: [...knee.generatorLimited], undecided: [...knee.undecided] },
    verdict,
    exitCode: exitCodes[verdict],
    sentence: `${sentenceOf(knee, unit, probes)}${demanded}${books}${unfinished}`,
  };
};
