import { exitCodes } from '../../src/core/exit-code.ts';

/** What was started ends within this time of an interruption. */
const graceMs = 10_000;

/** Ends what a benchmark started, and lets it start nothing more, when it is interrupted. */
export const watchInterruption = (say: (text: string) => void) => {
  const ends = new Set<() => void>();
  let exitCode: number | null = null;
  const interrupt = (code: number) => () => {
    exitCode = code;
    say('interrupted: ending what was started');
    for (const end of ends) end();
    setTimeout(() => process.exit(code), graceMs).unref();
  };
  process.once('SIGINT', interrupt(exitCodes.interrupted));
  process.once('SIGTERM', interrupt(exitCodes.terminated));
  return {
    exitCode: () => exitCode,
    onInterrupt: (end: () => void) => {
      if (exitCode !== null) end();
      ends.add(end);
      return () => void ends.delete(end);
    },
  };
};
