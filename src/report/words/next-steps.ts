import { machineCheck } from '../../core/validity/judge-machine.ts';
import { headOfExample } from './example-words.ts';
import type { Verdict } from '../../core/wire/verdict.ts';
import { counted, formatCount } from './format.ts';
import { checkWords, findingSubject, findingValue, invariantWords, limitText, recoveryValue } from './words.ts';

const mostSteps = 6;

const list = (names: readonly string[], most = 3): string =>
  names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')} and ${names.length - most} more`;

const cleanup = ({ faultsLeft }: Verdict): string[] =>
  faultsLeft.length === 0
    ? []
    : [
        `Remove what may still be in place (${list(faultsLeft)}): \`npx peakproof chaos heal\`, then \`npx peakproof chaos list\` to see that nothing is left.`,
      ];

const books = ({ invariants }: Verdict): string[] =>
  invariants
    .filter((invariant) => invariant.outcome === 'fail')
    .map(({ name, count, examples }) => {
      const example = examples[0] === undefined ? '' : ` Start from this one: ${headOfExample(examples[0])}.`;
      return `${invariantWords[name].title}, ${formatCount(count)} found: ${invariantWords[name].brokenWhen}. Mend this before any latency.${example}`;
    });

const budgets = ({ findings }: Verdict): string[] =>
  findings
    .filter((finding) => finding.outcome === 'fail')
    .map((finding) => {
      const figures = `${findingValue(finding)} against ${limitText(finding)}`;
      return finding.indicator === 'downtime'
        ? `Downtime came to ${figures}: the charts show when.`
        : `${findingSubject(finding)} came to ${figures}: its chart shows when it began, and what else happened then.`;
    });

const recoveries = ({ recovery }: Verdict): string[] =>
  recovery
    .filter((row) => row.outcome === 'fail')
    .map((row) => {
      const result =
        row.recoveredAtSeconds === null
          ? `did not come back from ${row.fault} while it was watched`
          : `took ${recoveryValue(row)} to come back from ${row.fault}`;
      return `${row.step} ${result}: look at reconnects, retries and pools after the heal.`;
    });

const unnoticed = ({ detection = [] }: Verdict): string[] => {
  const silent = detection.filter(({ why }) => why.startsWith('nobody would have been paged'));
  return silent.length === 0
    ? []
    : [
        `Nobody would have been paged for ${list(silent.map(({ fault }) => fault))}: ${silent[0]?.why ?? ''}. Look at the alarm's threshold, its period and its actions.`,
      ];
};

/** Checks that a bigger machine, or fewer users, would mend. */
const ofTheMachine = [
  'timerLatenessP99',
  'schedLatencyP99',
  'addedLatency',
  'generatorCpu',
  'virtualUsersReached',
  'sessionsOffPlan',
  'sessionsLate',
  'descriptors',
  'localPorts',
];

const validity = ({ validity: checks }: Verdict): string[] => {
  const broken = checks.filter((check) => check.outcome !== 'pass');
  const weak = broken.filter(({ check }) => ofTheMachine.includes(check)).map(({ check }) => checkWords(check));
  const isContended = broken.some(({ check }) => check === machineCheck);
  const rest = broken.filter(({ check }) => !ofTheMachine.includes(check) && check !== machineCheck);
  return [
    ...(weak.length === 0
      ? []
      : [
          `The load machine was too weak to judge a shop (${list(weak)}): give it more CPU or fewer users, then run again. \`npx peakproof doctor\` says what it lacks.`,
        ]),
    ...(isContended
      ? [
          'Other programs kept this machine’s processors busy while the embedded shop ran on it: close them, then run again.',
        ]
      : []),
    ...rest.slice(0, 2).map(({ check, why }) => `The run cannot be trusted on ${checkWords(check)}: ${why}.`),
  ];
};

const undecidedBooks = ({ invariants }: Verdict): string[] => {
  const undecided = invariants.filter(({ outcome }) => outcome === 'inconclusive');
  return [...new Set(undecided.map(({ why }) => why))].slice(0, 2).map((why) => {
    const titles = undecided.filter((invariant) => invariant.why === why).map(({ name }) => invariantWords[name].title);
    return `The books could not be judged on ${list(titles)}: ${why}.`;
  });
};

const undecided = (verdict: Verdict): string[] => {
  const { problems, findings, recovery } = verdict;
  const open = findings.filter((finding) => finding.outcome === 'inconclusive').map(findingSubject);
  const notJudged = recovery
    .filter((row) => row.outcome === 'inconclusive')
    .map((row) => `${row.step} after ${row.fault}`);
  return [
    ...(problems.length === 0
      ? []
      : [`Evidence is missing or damaged (${list(problems.map((problem) => problem.file))}): run again.`]),
    ...(open.length === 0
      ? []
      : [
          `${counted(open.length, 'budget')} could not be decided (${list(open)}): the table says what would decide it.`,
        ]),
    ...undecidedBooks(verdict),
    ...(notJudged.length === 0 ? [] : [`Recovery could not be judged for ${list(notJudged)}.`]),
  ];
};

const goOn = (verdict: Verdict): string[] =>
  verdict.verdict === 'pass'
    ? ['Nothing stands in the way. Keep this folder: the next run is read against it.']
    : [`Judge again without a new run, perhaps with other budgets: \`npx peakproof gate ${verdict.runId}\`.`];

/** What to do next, most urgent first; commands stand in backquotes. At least one, at most six. */
export const nextSteps = (verdict: Verdict): string[] => {
  const urgent = [
    ...cleanup(verdict),
    ...books(verdict),
    ...budgets(verdict),
    ...recoveries(verdict),
    ...unnoticed(verdict),
    ...validity(verdict),
    ...undecided(verdict),
  ];
  return [...urgent.slice(0, mostSteps - 1), ...goOn(verdict)];
};
