import { accessSync, constants } from 'node:fs';
import { NotReadyError } from '../../core/errors.ts';
import { contractVersion, leastToxiproxyVersion } from './programs.ts';
import { runProgram } from './run-program.ts';
import { isAtLeast, versionIn } from './version.ts';

const answerTimeoutMs = 20_000;

/**
 * What is wrong with a k6, from the output of `version`: null when it has our extension, of our contract.
 */
export const k6Problem = (versionOutput: string): string | null => {
  const contract = /^peakproof engine contract (\d+)$/m.exec(versionOutput)?.[1];
  if (contract === undefined) return 'it is a k6 without the Peakproof extension';
  if (Number(contract) !== contractVersion)
    return `it speaks version ${contract} of the engine contract, this harness version ${contractVersion}`;
  return null;
};

/** What is wrong with a Toxiproxy server, from the output of `-version`: null when it is new enough. */
export const toxiproxyProblem = (versionOutput: string): string | null => {
  const version = versionIn(versionOutput);
  if (!versionOutput.includes('toxiproxy')) return 'it is not a Toxiproxy server';
  if (version === null) return 'it does not tell its version';
  if (!isAtLeast(version, leastToxiproxyVersion)) return `it is version ${version}`;
  return null;
};

/** @throws NotReadyError when the binary is not there or is not our k6. */
export const checkK6 = async (path: string, env: NodeJS.ProcessEnv): Promise<void> => {
  const problem = await problemOf(path, ['version'], env, k6Problem);
  if (problem !== null)
    throw new NotReadyError(
      `the k6 at ${path} cannot be used: ${problem}`,
      'build it from engine/ with `go build ./cmd/peakproof-k6`, or unset PEAKPROOF_K6',
    );
};

/** @throws NotReadyError when the binary is not there or is older than what the faults need. */
export const checkToxiproxy = async (path: string, env: NodeJS.ProcessEnv): Promise<void> => {
  const problem = await problemOf(path, ['-version'], env, toxiproxyProblem);
  if (problem !== null)
    throw new NotReadyError(
      `the Toxiproxy server at ${path} cannot be used: ${problem}`,
      `version ${leastToxiproxyVersion} or newer is needed; unset PEAKPROOF_TOXIPROXY to use the engine's own`,
    );
};

/** @throws NotReadyError when the binary is not there. */
export const checkRedis = (path: string): void => {
  try {
    accessSync(path, constants.X_OK);
  } catch (error) {
    throw new NotReadyError(
      `the Redis at ${path} cannot be used: it is not an executable file`,
      "unset PEAKPROOF_REDIS to use the engine's own",
      { cause: error },
    );
  }
};

const problemOf = async (
  path: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  judge: (output: string) => string | null,
): Promise<string | null> => {
  const { startError, exitCode, output } = await runProgram(path, args, { env, timeoutMs: answerTimeoutMs });
  if (startError !== null) return `it cannot be started (${startError})`;
  return judge(output) ?? (exitCode === 0 ? null : `\`${args.join(' ')}\` ends with ${exitCode ?? 'a signal'}`);
};
