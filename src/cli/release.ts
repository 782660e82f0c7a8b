import { earlierAttempts } from '../adapters/run-store/earlier-attempts.ts';
import type { Problem } from '../core/errors.ts';
import type { Plan } from '../core/wire/plan.ts';
import type { CliContext } from './context.ts';

/** What the command line says of the release that a run gates. */
export interface ReleaseOptions {
  readonly gate?: true;
  readonly revision?: string;
  readonly despiteEarlierFail?: string;
}

/** Options that mean nothing where no release is gated. */
export const releaseProblems = ({ gate, revision, despiteEarlierFail }: ReleaseOptions): Problem[] =>
  gate === true
    ? []
    : [
        ['--revision', revision],
        ['--despite-earlier-fail', despiteEarlierFail],
      ].flatMap(([option = '', received]) =>
        received === undefined
          ? []
          : [{ file: 'command line', path: option, message: 'only a gate has it', received, allowed: 'with --gate' }],
      );

/**
 * The release that a gate run is about, with the earlier attempts at it that the reports folder holds. CI counts attempts too
 * (GITHUB_RUN_ATTEMPT), and may know of some whose evidence is gone.
 * @returns undefined for a run that is no gate, or whose revision nobody names.
 */
export const releaseOf = (
  { env }: Pick<CliContext, 'env'>,
  { gate, revision = env['GITHUB_SHA'], despiteEarlierFail }: ReleaseOptions,
  reportsFolder: string,
): Plan['release'] => {
  if (gate !== true || revision === undefined || revision === '') return undefined;
  const earlier = earlierAttempts(reportsFolder, revision);
  const counted = Number(env['GITHUB_RUN_ATTEMPT'] ?? 1);
  return {
    revision,
    attempt: Math.max(earlier.length + 1, Number.isInteger(counted) ? counted : 1),
    earlier,
    despiteEarlierFail: despiteEarlierFail ?? null,
  };
};
