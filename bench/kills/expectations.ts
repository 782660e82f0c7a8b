import { exitCodes } from '../../src/core/exit-code.ts';
import { trialFault } from './rig.ts';
import type { Outcome } from './outcome.ts';

/** What is not as it must be after a kill; empty when all is well. */
export const problemsOf = (outcome: Outcome): readonly string[] => {
  const { victim, leftOurs, gate } = outcome;
  const problems: string[] = [];
  if (leftOurs !== null && leftOurs > 0) problems.push(`${leftOurs} toxics of ours are left after the lease`);
  if (gate !== null && gate.verdict !== 'inconclusive' && gate.verdict !== 'fail')
    problems.push(`the verdict is ${gate.verdict}`);
  return [...problems, ...byVictim[victim](outcome)];
};

const inFault = ({ eventsBefore }: Outcome): boolean =>
  eventsBefore.findLast((event) => event.type === 'fault')?.state === 'applied';

const wasOver = ({ eventsBefore }: Outcome): boolean =>
  eventsBefore.some((event) => event.type === 'run' && event.state === 'closed');

const healedBy = ({ events }: Outcome): string | null =>
  events.flatMap((event) => (event.type === 'fault' && event.state === 'healed' ? [event.by] : [])).at(-1) ?? null;

const codeIs = (code: number | null, allowed: readonly number[], what: string): string[] =>
  code !== null && allowed.includes(code) ? [] : [`${what} is ${code ?? 'none'}, not ${allowed.join(' or ')}`];

const byVictim: Record<Outcome['victim'], (outcome: Outcome) => readonly string[]> = {
  harness: (outcome) => {
    if (wasOver(outcome) || outcome.gate === null) return [];
    return [
      ...codeIs(outcome.gate.code, [exitCodes.inconclusive], 'the exit code of gate'),
      ...(inFault(outcome) && healedBy(outcome) !== 'janitor' ? ['the janitor did not heal'] : []),
    ];
  },
  k6: (outcome) => [
    ...codeIs(outcome.exitCode, [exitCodes.inconclusive, exitCodes.notReady], 'the exit code'),
    ...(inFault(outcome) && healedBy(outcome) !== 'plan' ? ['the run did not heal'] : []),
    ...(/inconclusive|load engine|last words|before the load/i.test(outcome.said)
      ? []
      : ['the message does not say what happened']),
  ],
  toxiproxy: (outcome) =>
    inFault(outcome)
      ? [
          ...codeIs(outcome.exitCode, [exitCodes.cleanupFailed], 'the exit code'),
          ...(outcome.said.includes(trialFault) ? [] : [`the message does not name ${trialFault}`]),
        ]
      : codeIs(
          outcome.exitCode,
          [exitCodes.inconclusive, exitCodes.notReady, exitCodes.cleanupFailed],
          'the exit code',
        ),
  janitor: (outcome) => [
    ...codeIs(
      outcome.exitCode,
      [exitCodes.abortedByStopCondition, exitCodes.inconclusive, exitCodes.notReady],
      'the exit code',
    ),
    ...(inFault(outcome) && healedBy(outcome) !== 'guard' ? ['the run did not heal at once'] : []),
    ...(inFault(outcome) && !outcome.said.includes('janitor') ? ['the message does not say what happened'] : []),
  ],
};
