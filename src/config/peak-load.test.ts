import { describe, expect, it } from 'vitest';
import { userConfigSchema, type UserConfig } from './config.ts';
import { OptionReader } from './option-reader.ts';
import { readPeakLoad, type PeakLoadInput } from './peak-load.ts';

const peakOf = (load: UserConfig['load'] = {}, overrides: PeakLoadInput['overrides'] = {}) => {
  const reader = new OptionReader();
  const parsed = userConfigSchema.parse({ load }).load ?? {};
  const { peak, problems } = readPeakLoad(
    { load: parsed, configFile: 'k6.config.ts', overrides, defaultUsers: 2_000 },
    reader,
  );
  return { peak, problems: [...reader.problems, ...problems] };
};

describe('the load at the peak', () => {
  it.each([
    ['the default', {}, {}, { model: 'closed', users: 2_000 }],
    ['users of the configuration', { users: 50 }, {}, { model: 'closed', users: 50 }],
    ['arrivals of the configuration', { sessionsPerSecond: 2.5 }, {}, { model: 'open', sessionsPerSecond: 2.5 }],
    ['users as typed', { users: 50 }, { users: '7' }, { model: 'closed', users: 7 }],
    ['arrivals as typed', {}, { sessionsPerSecond: '0.5' }, { model: 'open', sessionsPerSecond: 0.5 }],
    [
      'the model as typed: arrivals',
      { users: 50 },
      { sessionsPerSecond: '4' },
      { model: 'open', sessionsPerSecond: 4 },
    ],
    ['the model as typed: users', { sessionsPerSecond: 40 }, { users: '7' }, { model: 'closed', users: 7 }],
  ] as const)('is %s', (_, load, overrides, peak) => expect(peakOf(load, overrides)).toEqual({ peak, problems: [] }));

  it('has one model in the configuration', () =>
    expect(peakOf({ users: 50, sessionsPerSecond: 40 }).problems).toEqual([
      {
        file: 'k6.config.ts',
        path: 'load.sessionsPerSecond',
        message: 'cannot stand beside load.users: a load has one model',
        received: '40',
        allowed: 'users (closed model: so many are there) or sessionsPerSecond (open model: so many arrive)',
      },
    ]));

  it('has one model on the command line', () =>
    expect(peakOf({}, { users: '50', sessionsPerSecond: '40' }).problems).toMatchObject([
      { file: 'command line', path: '--sessions-per-second', received: '40' },
    ]));

  it.each(['0', '-1', '1e3', 'many', '', '100001'])('refuses %j sessions a second', (sessionsPerSecond) =>
    expect(peakOf({}, { sessionsPerSecond }).problems).toMatchObject([
      { path: '--sessions-per-second', received: sessionsPerSecond, allowed: '0.01 to 100000' },
    ]),
  );

  it.each([0, -1, 100_001])('refuses %d of them in the configuration', (sessionsPerSecond) =>
    expect(userConfigSchema.safeParse({ load: { sessionsPerSecond } }).success).toBe(false),
  );
});
