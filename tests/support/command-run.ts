import { Command } from 'commander';
import type { CliContext } from '../../src/cli/context.ts';
import { presentError } from '../../src/cli/present-error.ts';
import { exitCodes, type ExitCode } from '../../src/core/exit-code.ts';
import { packageRoot, type CliResult } from './cli.ts';

/** Runs one command in this process, as the command line does, without a terminal. */
export const runCommand = async (
  build: (context: CliContext) => Command,
  args: readonly string[],
  { cwd, signal = new AbortController().signal }: { readonly cwd: string; readonly signal?: AbortSignal },
): Promise<CliResult> => {
  let code: ExitCode = exitCodes.pass;
  let stdout = '';
  let stderr = '';
  const context: CliContext = {
    env: process.env,
    cwd,
    packageRoot,
    isTty: false,
    outIsTty: false,
    width: 100,
    signal,
    out: (text) => (stdout += `${text}\n`),
    err: (text) => (stderr += `${text}\n`),
    setExitCode: (given) => (code = given),
  };
  try {
    await new Command().exitOverride().addCommand(build(context)).parseAsync(args, { from: 'user' });
  } catch (error) {
    const { text, exitCode } = presentError(error);
    context.err(text);
    code = exitCode;
  }
  return { code, stdout, stderr };
};
