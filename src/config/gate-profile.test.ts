import { describe, expect, it } from 'vitest';
import { userConfigSchema, type UserConfig } from './config.ts';
import { normalise, type Overrides } from './normalise.ts';

const normalised = (config: UserConfig, overrides: Overrides) =>
  normalise({
    config: userConfigSchema.parse(config),
    configFile: '/home/me/k6.config.ts',
    overrides,
    cwd: '/home/me',
    freshSeed: 42,
  });

describe('the gate profile', () => {
  it('is a thousand users on a flat plateau of three minutes, up to six, without faults', () => {
    const { settings, problems } = normalised(
      { load: { users: 15_000, curve: 'spike', plateau: '20m' } },
      { gate: true },
    );
    expect(problems).toEqual([]);
    expect(settings).toMatchObject({
      gate: { firstLookSeconds: 180, upToSeconds: 360 },
      peak: { model: 'closed', users: 1_000 },
      curve: 'constant',
      plateauSeconds: 360,
      durationSeconds: null,
      experimentName: null,
    });
  });

  it('takes its figures from the configuration, and users from the command line', () => {
    const config: UserConfig = {
      gate: { users: 200, plateau: '2m', upTo: '4m' },
      load: { thinkTime: { median: 4, sigma: 0.4 } },
    };
    expect(normalised(config, { gate: true }).settings).toMatchObject({
      gate: { firstLookSeconds: 120, upToSeconds: 240 },
      peak: { users: 200 },
      thinkTimeMedianSeconds: 4,
    });
    expect(normalised(config, { gate: true, users: '50' }).settings.peak).toEqual({ model: 'closed', users: 50 });
    expect(normalised(config, { gate: true, sessionsPerSecond: '9' }).settings.peak).toMatchObject({ model: 'open' });
  });

  it('changes nothing where it is not asked for', () => {
    const { settings } = normalised({ gate: { users: 200 }, load: { users: 70 } }, {});
    expect(settings).toMatchObject({ gate: null, peak: { users: 70 }, experimentName: 'database-failover' });
  });

  it('refuses what a gate cannot be', () => {
    const { problems } = normalised(
      { gate: { plateau: '90s', upTo: '80s' } },
      { gate: true, experiment: 'cache-loss', duration: '6m' },
    );
    expect(problems.map(({ path }) => path).toSorted()).toEqual(['--duration', '--gate', 'gate.plateau', 'gate.upTo']);
  });
});
