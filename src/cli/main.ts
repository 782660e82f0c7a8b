import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { exitCodes, worstExitCode } from '../core/exit-code.ts';
import type { CliContext } from './context.ts';
import { interruptedBy } from './interrupted-by.ts';
import { presentError } from './present-error.ts';
import { buildProgram } from './program.ts';

const packageRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** First signal: heal and leave. Later ones: say that it is under way; the janitor would heal even after `kill -9`. */
const listenForSignals = (err: (text: string) => void): AbortSignal => {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.on(name, () => {
      if (controller.signal.aborted) err('Still healing and ending what was started; this takes a few seconds.');
      else err(`\n${name}: healing faults and ending what was started …`);
      controller.abort(name);
    });
  return controller.signal;
};

const ctrlC = '\u0003';
const escape = '\u001b';

/** Takes keys one by one, without Enter. Keys that send several characters, such as arrows, are passed over. */
const listenForKeys = (listener: (key: string) => void): (() => void) => {
  const { stdin } = process;
  const hear = (text: string): void => {
    if (text.startsWith(escape) && text.length > 1) return;
    for (const key of text)
      if (key === ctrlC) process.kill(process.pid, 'SIGINT');
      else listener(key);
  };
  stdin.setRawMode(true).setEncoding('utf8').on('data', hear).resume();
  return () => stdin.off('data', hear).setRawMode(false).pause();
};

/** Runs the command line. The only function that touches `process`. */
export const main = async (): Promise<void> => {
  const err = (text: string): void => void process.stderr.write(`${text}\n`);
  // A closed pipe (`| head`) ends the output, not the run.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  // The oldest Node.js that we support is older than the AWS SDK likes; its warning is not for our users.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const context: CliContext = {
    env: process.env,
    cwd: process.cwd(),
    packageRoot,
    isTty: process.stderr.isTTY,
    outIsTty: process.stdout.isTTY && process.env['NO_COLOR'] === undefined,
    width: process.stderr.isTTY ? process.stderr.columns : 100,
    signal: listenForSignals(err),
    ...(process.stdin.isTTY ? { onKey: listenForKeys } : {}),
    out: (text) => void process.stdout.write(`${text}\n`),
    err,
    setExitCode: (code) => {
      process.exitCode = code;
    },
  };
  process.exitCode = exitCodes.pass;
  try {
    const program = await buildProgram(context, process.argv[2]);
    await program.parseAsync(process.argv);
  } catch (error) {
    const { text, exitCode } = presentError(error);
    if (exitCode !== exitCodes.pass && !isPrintedByCommander(error)) err(text);
    const signalled = context.signal.aborted ? [interruptedBy(context.signal)] : [];
    process.exitCode = worstExitCode([exitCode, ...signalled]);
  }
};

/** Commander has written its own usage errors and help already. */
const isPrintedByCommander = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('commander.');
