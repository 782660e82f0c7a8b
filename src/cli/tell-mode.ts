import type { ExitCode } from '../core/exit-code.ts';
import { worstExitCode } from '../core/exit-code.ts';
import { interruptedBy } from './interrupted-by.ts';
import type { CliContext } from './context.ts';

export interface ToldMode {
  /** What the mode wrote down: `capacity.json`, `soak.json` or `cutover.json`. */
  readonly file: { readonly exitCode: number };
  readonly json: boolean;
  readonly text: (look: { readonly colour: boolean; readonly width: number }) => string;
  /** Where its page is. */
  readonly page: string;
}

/** Tells how a mode of several runs ended, and sets the exit code: its own, or that of the signal that ended it. */
export const tellMode = (context: CliContext, { file, json, text, page }: ToldMode): void => {
  context.out(json ? JSON.stringify(file, null, 2) : text({ colour: context.outIsTty, width: context.width }));
  context.err(`Report: ${page}`);
  const signalled = context.signal.aborted ? [interruptedBy(context.signal)] : [];
  context.setExitCode(worstExitCode([file.exitCode as ExitCode, ...signalled]));
};
