import type { Problem } from '../core/errors.ts';
import { exitCodes, type ExitCode } from '../core/exit-code.ts';
import type { Verdict } from '../core/wire/verdict.ts';

const choices = ['fail', 'warn'];

/** What is wrong with the value of `--on-inconclusive`, if anything. */
export const onInconclusiveProblems = (received: string): Problem[] =>
  choices.includes(received)
    ? []
    : [
        {
          file: 'command line',
          path: '--on-inconclusive',
          message: 'not known',
          received,
          allowed: choices.join(', '),
        },
      ];

/** The exit code of a verdict under `--on-inconclusive warn`: inconclusive counts as pass, everything else stands. */
export const exitCodeOf = (verdict: Verdict, onInconclusive: string): ExitCode =>
  verdict.exitCode === exitCodes.inconclusive && onInconclusive === 'warn'
    ? exitCodes.pass
    : (verdict.exitCode as ExitCode);
