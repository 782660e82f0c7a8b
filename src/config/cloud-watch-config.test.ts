import { describe, expect, it } from 'vitest';
import { cloudWatchSettings } from './cloud-watch-config.ts';
import { userConfigSchema, type UserConfig } from './config.ts';

const settingsOf = (config: UserConfig) => cloudWatchSettings(userConfigSchema.parse(config), 'k6.config.ts');
const budgets = { from: 'cloudwatch', app: 'shop', environment: 'staging', region: 'eu-west-1' } as const;

describe('cloudWatchSettings', () => {
  it('asks nothing of CloudWatch where the configuration does not', () => {
    expect(settingsOf({})).toEqual({
      settings: { region: null, endpoint: null, alarmsToWatch: [], publish: null, telemetry: [] },
      problems: [],
    });
  });

  it('takes place and names from budgets that are kept there', () => {
    const { settings } = settingsOf({ budgets, publish: {}, alarmsToWatch: ['a', { alarm: 'b', stops: true }] });
    expect(settings).toMatchObject({
      region: 'eu-west-1',
      publish: { app: 'shop', environment: 'staging', dashboard: true },
      alarmsToWatch: [
        { alarm: 'a', stops: false },
        { alarm: 'b', stops: true },
      ],
    });
    expect(settingsOf({ budgets, cloudWatch: { region: 'us-east-1' } }).settings.region).toBe('us-east-1');
  });

  it('names everything that is missing or there twice', () => {
    const metric = { label: 'x', namespace: 'n', metric: 'm' };
    const { problems } = settingsOf({ publish: {}, alarmsToWatch: ['a', 'a'], telemetry: [metric, metric] });
    expect(problems.map(({ path }) => path)).toEqual([
      'alarmsToWatch[1]',
      'telemetry[1]',
      'publish.app',
      'publish.environment',
    ]);
  });

  it('refuses what CloudWatch would refuse', () => {
    const periodSeconds = 45;
    expect(
      userConfigSchema.safeParse({ telemetry: [{ label: 'x', namespace: 'n', metric: 'm', periodSeconds }] }).success,
    ).toBe(false);
    expect(
      userConfigSchema.safeParse({ alarmsToWatch: Array.from({ length: 501 }, (_, at) => `a${at}`) }).success,
    ).toBe(false);
  });
});
