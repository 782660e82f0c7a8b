import { CommanderError } from 'commander';
import { BadInputError, KnownError, type Problem } from '../core/errors.ts';
import { exitCodes, type ExitCode } from '../core/exit-code.ts';

const line = ({ file, path, message, received, allowed }: Problem): string => {
  const details = [
    ...(received === undefined ? [] : [`received: ${received}`]),
    ...(allowed === undefined ? [] : [`allowed: ${allowed}`]),
  ];
  return [`  ${file} › ${path}: ${message}`, ...details.map((detail) => `      ${detail}`)].join('\n');
};

const reportHint =
  'This is a fault of Peakproof. Please report it with the text above and, if there is one, the folder of the run.';

/**
 * What a person is shown for an error, and the exit code that goes with it. An error that a person can mend comes without a
 * stack; a fault of ours with one, and with how to report it.
 */
export const presentError = (error: unknown): { readonly text: string; readonly exitCode: ExitCode } => {
  if (error instanceof BadInputError)
    return { text: [`${error.message}:`, ...error.problems.map(line)].join('\n'), exitCode: error.exitCode };
  if (error instanceof KnownError) {
    const hint = error.hint === undefined ? [] : [error.hint];
    return { text: [error.message, ...hint].join('\n'), exitCode: error.exitCode };
  }
  if (error instanceof CommanderError)
    return { text: error.message, exitCode: error.exitCode === 0 ? exitCodes.pass : exitCodes.badInput };
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { text: `${text}\n\n${reportHint}`, exitCode: exitCodes.internalError };
};
