import { describe, expect, it } from 'vitest';
import { userConfigSchema, type UserConfig } from './config.ts';
import { normalise, type Overrides } from './normalise.ts';

const normalised = (config: UserConfig = {}, overrides: Overrides = {}) =>
  normalise({
    config: userConfigSchema.parse(config),
    configFile: '/home/me/project/k6.config.ts',
    overrides,
    cwd: '/home/me/project/sub',
    freshSeed: 42,
  });

const external: UserConfig = { baseUrl: 'http://127.0.0.1:3000', shop: './shops/mine.ts' };

describe('normalise', () => {
  it('rehearses a database outage on the reference shop when nothing is said', () => {
    const { settings, problems } = normalised();
    expect(problems).toEqual([]);
    expect(settings).toMatchObject({
      shop: { kind: 'reference', profile: 'modern' },
      peak: { model: 'closed', users: 4_000 },
      workers: null,
      experimentName: 'database-failover',
      budgets: { from: 'default' },
      seed: 42,
    });
  });

  it('lets the command line win over the configuration', () => {
    const config: UserConfig = { load: { users: 100, workers: 2 }, seed: 1, experiment: 'cache-loss' };
    const { settings } = normalised(config, { users: '7', seed: '9', experiment: 'slow-payments', workers: '3' });
    expect(settings).toMatchObject({ peak: { users: 7 }, seed: 9, experimentName: 'slow-payments', workers: 3 });
    expect(normalised(config, { withExperiment: false }).settings.experimentName).toBeNull();
  });

  it('takes the shape of the curve from the command line, the configuration, or the scenario', () => {
    expect(normalised().settings.curve).toBe('doors-open');
    expect(normalised({ load: { curve: 'steps' } }).settings.curve).toBe('steps');
    expect(normalised({ load: { curve: 'steps' } }, { curve: 'spike' }).settings.curve).toBe('spike');
  });

  it('takes the pace from the command line, the configuration, or the scenario', () => {
    const pace = (config?: UserConfig, overrides?: Overrides) => {
      const { thinkTimeMedianSeconds, thinkTimeSigma } = normalised(config, overrides).settings;
      return { thinkTimeMedianSeconds, thinkTimeSigma };
    };
    expect(pace()).toEqual({ thinkTimeMedianSeconds: 22, thinkTimeSigma: 0.4 });
    expect(pace({}, { scenario: 'smoke' })).toEqual({ thinkTimeMedianSeconds: 2, thinkTimeSigma: 0.4 });
    const config: UserConfig = { load: { thinkTime: { median: '4s', sigma: 1 } } };
    expect(pace(config)).toEqual({ thinkTimeMedianSeconds: 4, thinkTimeSigma: 1 });
    expect(pace({ load: { thinkTime: { median: 4 } } }, { thinkTime: '7s' })).toEqual({
      thinkTimeMedianSeconds: 7,
      thinkTimeSigma: 0.4,
    });
    expect(normalised({}, { thinkTime: 'quick' }).problems).toMatchObject([{ path: '--think-time' }]);
  });

  it('takes a smoke test for small, short and without faults, whatever the configuration says of another scenario', () => {
    const { settings } = normalised({ load: { users: 9_000 }, experiment: 'cache-loss' }, { scenario: 'smoke' });
    expect(settings).toMatchObject({
      scenarioName: 'smoke',
      peak: { users: 10 },
      durationSeconds: 60,
      experimentName: null,
    });
    expect(normalised({}, { scenario: 'smoky' }).problems).toMatchObject([{ path: '--scenario' }]);
  });

  it('finds the adapter beside the configuration, and output and budgets beside the person', () => {
    const { settings } = normalised(external, { out: 'x', budgets: 'b.json' });
    expect(settings.adapterFile).toBe('/home/me/project/shops/mine.ts');
    expect(settings.reportsFolder).toBe('/home/me/project/sub/x');
    expect(settings.budgets).toEqual({ from: 'file', path: '/home/me/project/sub/b.json' });
  });

  it('has no default experiment for a shop that is not ours', () => {
    expect(normalised(external).settings.experimentName).toBeNull();
    expect(normalised(external).settings.shop).toMatchObject({ kind: 'external', frontPage: '/' });
    expect(normalised({ ...external, frontPage: '/health' }).settings.shop).toMatchObject({ frontPage: '/health' });
  });

  it('takes the reference shop when a profile is asked for, whatever the configuration says', () => {
    expect(normalised(external, { profile: 'legacy' }).settings.shop).toEqual({
      kind: 'reference',
      profile: 'legacy',
      defects: [],
    });
  });

  it('refuses an unknown profile', () => {
    expect(normalised({}, { profile: 'moderm' }).problems).toMatchObject([{ path: '--profile', received: 'moderm' }]);
    expect(normalised({}, { defect: ['gremlins'] }).problems).toMatchObject([
      { path: '--defect', received: 'gremlins' },
    ]);
  });

  it('names every bad option at once', () => {
    const { problems } = normalised(external, {
      users: '0',
      curve: 'wave',
      workers: '1.5',
      seed: '-1',
      duration: '-3s',
      shop: 'other',
      budgets: 'cloudwatch',
    });
    const paths = problems.map((problem) => problem.path).sort();
    expect(paths).toEqual(['--duration', '--seed', '--shop', '--users', '--curve', '--workers', '--budgets'].sort());
    expect(problems.every((problem) => problem.received !== undefined && problem.allowed !== undefined)).toBe(true);
  });
});
