import { BadInputError } from '../core/errors.ts';

/** Parser of an option that takes a whole number, for commander. @throws BadInputError naming the option. */
export const wholeNumber =
  (option: string, most = 1_000_000) =>
  (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= 1 && value <= most) return value;
    throw new BadInputError([
      {
        file: 'command line',
        path: option,
        message: 'not a whole number in range',
        received: text,
        allowed: `1 to ${most}`,
      },
    ]);
  };
