import { earlierAttemptsCheck } from './gate/judge-attempts.ts';
import { indicatorFacts } from './wire/budgets.ts';
import { machineCheck } from './validity/judge-machine.ts';
import type { Finding, Verdict } from './wire/verdict.ts';

type Judged = Pick<
  Verdict,
  | 'verdict'
  | 'load'
  | 'aborted'
  | 'validity'
  | 'findings'
  | 'recovery'
  | 'invariants'
  | 'gameDay'
  | 'faultsLeft'
  | 'problems'
>;

/** The verdict in one sentence for a person: what was held or broken, or why nobody can say. */
export const verdictSentence = (judged: Judged): string => {
  const left =
    judged.faultsLeft.length === 0 ? '' : `, and a fault may still be in place: ${judged.faultsLeft.join(', ')}`;
  return `${opening(judged)}${left}.`;
};

const opening = (judged: Judged): string => {
  const { virtualUsersPeak, sessionsPerSecondPlanned: arrivals } = judged.load;
  const load =
    arrivals === undefined
      ? `${virtualUsersPeak.toLocaleString('en-US')} virtual users`
      : `${arrivals} sessions a second`;
  if (judged.verdict === 'fail') return `Fail: ${andMore(failures(judged), ['breach', 'breaches'])}${abortion(judged)}`;
  if (judged.verdict === 'inconclusive')
    return `Inconclusive${abortion(judged)}: ${andMore(doubts(judged), ['doubt', 'doubts'])}`;
  const kept = judged.findings.filter((finding) => finding.outcome === 'pass').length;
  const faults = new Set(judged.recovery.map((row) => row.fault)).size;
  const survived = faults === 0 ? '' : ` through ${faults === 1 ? 'a fault' : `${faults} faults`}`;
  return `Pass: the shop held ${kept === 1 ? 'its budget' : `all ${kept} budgets`} at ${load}${survived}, and its books are right`;
};

const abortion = ({ aborted }: Judged): string =>
  aborted === null
    ? ''
    : aborted.by === 'unsteady'
      ? ' (no steady state was shown before the first fault, so none was put in place)'
      : ` (the run was ended by ${aborted.by}${aborted.atSeconds === null ? '' : ` at second ${Math.round(aborted.atSeconds)}`}${aborted.detail === undefined ? '' : `: ${aborted.detail}`})`;

const andMore = ([first, ...others]: readonly string[], [one, many]: readonly [string, string]): string => {
  const more = others.length === 0 ? '' : `, and ${others.length} more ${others.length === 1 ? one : many}`;
  return `${first ?? 'nothing was judged'}${more}`;
};

const ofPeople = ({ gameDay }: Judged, wanted: 'fail' | 'inconclusive'): string[] =>
  (gameDay ?? [])
    .filter(({ outcome }) => outcome === wanted)
    .map(({ what, fault, why }) => `${what}${fault === '' ? '' : ` after ${fault}`}: ${why}`);

const failures = (judged: Judged): string[] => [...failuresOfTheShop(judged), ...ofPeople(judged, 'fail')];

const failuresOfTheShop = ({ findings, invariants }: Judged): string[] => [
  ...invariants.filter(({ outcome }) => outcome === 'fail').map(({ why }) => why),
  ...findings.filter((finding) => finding.outcome === 'fail' && !isInvariant(finding)).map(describeFailure),
];

/** Invariants speak for themselves. */
const isInvariant = ({ unit }: Finding): boolean => unit === 'count';

const unitWords = { ratio: '', count: '', perSecond: ' a second', ms: ' ms', s: ' s' } as const;

const describeFailure = ({ step, indicator, phase, fault, limit, value, interval, unit, why }: Finding): string => {
  if (indicator === 'timeToDetect') return why;
  const { limitIs, over } = indicatorFacts[indicator];
  const ofFault = over === 'stretch' ? 'during' : 'after';
  const where = [
    step,
    phase === null || fault !== null ? null : `in phase ${phase}`,
    fault === null ? null : `${ofFault} ${fault}`,
  ];
  const seen =
    value === null ? `more than ${interval[0] ?? 'was ever observed'}` : String(Number(value.toPrecision(4)));
  const show = unitWords[unit];
  return `${indicator} of ${where.filter((part) => part !== null).join(' ') || 'the run'} is ${seen}${value === null && interval[0] === null ? '' : show}, ${limitIs === 'least' ? 'at least' : 'allowed'} ${limit}${show}`;
};

const doubts = (judged: Judged): string[] => [...doubtsOfTheShop(judged), ...ofPeople(judged, 'inconclusive')];

const doubtOfCheck = ({ check, why, value }: Verdict['validity'][number]): string => {
  if (check === earlierAttemptsCheck) return why;
  if (check === machineCheck)
    return `the shop had to share the machine with other programs for ${Math.round(100 * (value ?? 0))} % of the run`;
  return `the load generator cannot be trusted (${check}: ${why})`;
};

const doubtsOfTheShop = ({ problems, validity, findings, invariants }: Judged): string[] => [
  ...problems.map(({ file, what }) => `${file}: ${what}`),
  ...validity.filter(({ outcome }) => outcome !== 'pass').map(doubtOfCheck),
  ...findings
    .filter((finding) => finding.outcome === 'inconclusive' && !isInvariant(finding))
    .map(({ budget, why }) => `${budget}: ${why}`),
  ...invariants.filter(({ outcome }) => outcome === 'inconclusive').map(({ name, why }) => `${name}: ${why}`),
  ...(findings.some(({ outcome }) => outcome === 'pass') ? [] : ['no budget was decided']),
];
