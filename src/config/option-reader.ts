import { parseDurationSeconds } from '../core/duration.ts';
import type { Problem } from '../core/errors.ts';

const commandLine = 'command line';

/** Reads options of the command line as they were typed; collects a problem for each that cannot be taken. */
export class OptionReader {
  readonly problems: Problem[] = [];

  wholeNumber(option: string, text: string | undefined, least: number, most: number): number | undefined {
    if (text === undefined) return undefined;
    const value = Number(text);
    if (/^\d+$/.test(text.trim()) && value >= least && value <= most) return value;
    this.refuse(option, 'not a whole number in range', text, `${least} to ${most}`);
    return undefined;
  }

  decimal(option: string, text: string | undefined, least: number, most: number): number | undefined {
    if (text === undefined) return undefined;
    const value = Number(text);
    if (/^\d+(\.\d+)?$/.test(text.trim()) && value >= least && value <= most) return value;
    this.refuse(option, 'not a number in range', text, `${least} to ${most}`);
    return undefined;
  }

  duration(option: string, text: string | undefined): number | undefined {
    if (text === undefined) return undefined;
    const value = parseDurationSeconds(text);
    if (typeof value === 'number' && value > 0) return value;
    this.refuse(option, typeof value === 'number' ? 'must be longer than 0' : value, text, '90s, 6m, 1h30m');
    return undefined;
  }

  oneOf<T extends string>(option: string, text: string | undefined, allowed: readonly T[]): T | undefined {
    if (text === undefined) return undefined;
    const found = allowed.find((candidate) => candidate === text);
    if (found === undefined) this.refuse(option, 'not known', text, allowed.join(', '));
    return found;
  }

  refuse(option: string, message: string, received: string, allowed: string): void {
    this.problems.push({ file: commandLine, path: option, message, received, allowed });
  }
}
