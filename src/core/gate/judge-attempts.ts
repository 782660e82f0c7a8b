import type { Plan } from '../wire/plan.ts';
import type { ValidityCheck } from '../wire/verdict.ts';

/** Name of the check in the verdict. It says nothing about the load generator: findings stand. */
export const earlierAttemptsCheck = 'earlierAttempts';

/**
 * A revision that failed once and passes when it is tried again has shown both: that decides nothing, or every gate would turn green by being
 * repeated. Runs that gate no named revision have no such check.
 */
export const judgeAttempts = ({ release }: Pick<Plan, 'release'>): ValidityCheck[] => {
  if (release === undefined) return [];
  const failed = release.earlier.filter(({ verdict }) => verdict === 'fail').map(({ runId }) => runId);
  const despite = release.despiteEarlierFail;
  const stands = failed.length > 0 && despite === null;
  return [
    {
      check: earlierAttemptsCheck,
      value: failed.length,
      limit: 0,
      unit: 'count',
      outcome: stands ? 'inconclusive' : 'pass',
      why: [
        failed.length === 0
          ? `attempt ${release.attempt} at revision ${release.revision}: no earlier one whose evidence is here failed`
          : `revision ${release.revision} failed before (${failed.join(', ')})`,
        ...(stands
          ? ['a pass after a fail decides nothing: change the revision, or say --despite-earlier-fail and why']
          : []),
        ...(failed.length > 0 && despite !== null ? [`gated again all the same: ${despite}`] : []),
      ].join('; '),
    },
  ];
};
