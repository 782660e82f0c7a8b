import type { Problem } from '../core/errors.ts';
import type { ParsedConfig } from './config.ts';
import { mostUsers, sessionsPerSecondRange } from './load-range.ts';
import type { OptionReader } from './option-reader.ts';
import type { PeakLoad } from './settings.ts';

export interface PeakLoadInput {
  readonly load: NonNullable<ParsedConfig['load']>;
  readonly configFile: string;
  readonly overrides: { readonly users?: string | undefined; readonly sessionsPerSecond?: string | undefined };
  /** Virtual users where nothing is said. */
  readonly defaultUsers: number;
}

/**
 * How much load there is at the peak, and by which model. The command line wins, whichever model it names.
 * @returns the problems of the configuration; those of the command line are in the reader.
 */
export const readPeakLoad = (
  { load, configFile, overrides, defaultUsers }: PeakLoadInput,
  reader: OptionReader,
): { peak: PeakLoad; problems: readonly Problem[] } => {
  const { least, most } = sessionsPerSecondRange;
  const typedUsers = reader.wholeNumber('--users', overrides.users, 1, mostUsers);
  const typedArrivals = reader.decimal('--sessions-per-second', overrides.sessionsPerSecond, least, most);
  if (overrides.users !== undefined && overrides.sessionsPerSecond !== undefined)
    reader.refuse(
      '--sessions-per-second',
      'cannot stand beside --users: a load has one model',
      overrides.sessionsPerSecond,
      '--users (closed model: so many are there) or --sessions-per-second (open model: so many arrive)',
    );
  const problems =
    load.users === undefined || load.sessionsPerSecond === undefined
      ? []
      : [
          {
            file: configFile,
            path: 'load.sessionsPerSecond',
            message: 'cannot stand beside load.users: a load has one model',
            received: String(load.sessionsPerSecond),
            allowed: 'users (closed model: so many are there) or sessionsPerSecond (open model: so many arrive)',
          },
        ];
  const arrivals = typedArrivals ?? (typedUsers === undefined ? load.sessionsPerSecond : undefined);
  const peak: PeakLoad =
    arrivals === undefined
      ? { model: 'closed', users: typedUsers ?? load.users ?? defaultUsers }
      : { model: 'open', sessionsPerSecond: arrivals };
  return { peak, problems };
};
