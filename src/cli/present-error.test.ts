import { CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import { BadInputError, CleanupFailedError, InternalError, NotReadyError } from '../core/errors.ts';
import { presentError } from './present-error.ts';

describe('presentError', () => {
  it('lists every problem of bad input with place, received and allowed, without a stack', () => {
    const { text, exitCode } = presentError(
      new BadInputError([
        { file: 'k6.config.ts', path: 'load.users', message: 'too small', received: '0', allowed: 'at least 1' },
        { file: 'budgets.json', path: 'budgets[1].step', message: 'there is no such step' },
      ]),
    );
    expect(exitCode).toBe(4);
    expect(text).toMatchInlineSnapshot(`
      "2 problems in the input:
        k6.config.ts › load.users: too small
            received: 0
            allowed: at least 1
        budgets.json › budgets[1].step: there is no such step"
    `);
  });

  it('says what to do next when a person can mend it', () => {
    expect(presentError(new NotReadyError('The shop does not answer.', 'Start it.'))).toEqual({
      text: 'The shop does not answer.\nStart it.',
      exitCode: 5,
    });
    expect(presentError(new CleanupFailedError('A toxic is left.', 'curl -X DELETE …')).exitCode).toBe(6);
  });

  it('shows the stack of a fault of ours, and how to report it', () => {
    for (const error of [new InternalError('no such thing'), new TypeError('x is not a function')]) {
      const { text, exitCode } = presentError(error);
      expect(exitCode).toBe(70);
      expect(text).toContain('present-error.test.ts');
      expect(text).toContain('Please report it');
    }
    expect(presentError('thrown text').text).toContain('thrown text');
  });

  it('takes a misuse of the command line for bad input, and help for none', () => {
    expect(presentError(new CommanderError(1, 'commander.unknownOption', 'unknown option')).exitCode).toBe(4);
    expect(presentError(new CommanderError(0, 'commander.helpDisplayed', '(outputHelp)')).exitCode).toBe(0);
  });
});
