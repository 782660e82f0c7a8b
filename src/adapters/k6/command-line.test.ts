import { describe, expect, it } from 'vitest';
import { referencePlan } from './testing/reference-plan.ts';
import { workerArguments, workerEnvironment, workerNames } from './command-line.ts';

const files = { entry: '/runs/r1/engine-entry.ts', population: '/cache/p.json', stop: '/runs/r1/stop' };
const contextFor = (workers: number) => ({
  plan: referencePlan({ load: { workers, hosts: 6 } }),
  runFolder: '/runs/r1',
  t0Ms: 1_700_000_000_000,
  baseUrl: 'http://127.0.0.1:3000',
  adapterFile: '/shop.ts',
});

describe('workerArguments', () => {
  it('deals the run to workers by segments of one sequence', () => {
    const segments = [0, 1, 2].map((index) => {
      const args = workerArguments(contextFor(3), files, index);
      return [args[args.indexOf('--execution-segment') + 1], args[args.indexOf('--execution-segment-sequence') + 1]];
    });
    expect(segments).toEqual([
      ['0:1/3', '0,1/3,2/3,1'],
      ['1/3:2/3', '0,1/3,2/3,1'],
      ['2/3:1', '0,1/3,2/3,1'],
    ]);
  });

  it('needs no segment for one worker', () => {
    expect(workerArguments(contextFor(1), files, 0).join(' ')).not.toContain('segment');
  });

  it('gives each worker a timeline and a log of its own, and the script last', () => {
    const args = workerArguments(contextFor(2), files, 1);
    expect(args).toContain('timeline=/runs/r1/timeline-w2.ndjson');
    expect(args).toContain('--log-output=file=engine-w2.log,level=error');
    expect(args).toContain('--address=');
    expect(args.at(-1)).toBe(files.entry);
  });
});

describe('workerEnvironment', () => {
  const env = {
    PATH: '/bin',
    SHOP_TOKEN: 't',
    https_proxy: 'http://proxy',
    HTTP_PROXY: 'http://proxy',
    K6_VUS: '9',
    AWS_SECRET_ACCESS_KEY: 's',
    PEAKPROOF_LEDGER: '/elsewhere',
  };
  const given = workerEnvironment(env, contextFor(2), files, 'w2');

  it('hands on what an adapter may need, and no proxy, option of k6 or cloud key', () => {
    expect(given).toMatchObject({ PATH: '/bin', SHOP_TOKEN: 't', NO_PROXY: '*' });
    expect(Object.keys(given).filter((name) => /(https?_proxy|^K6|^AWS)/i.test(name))).toEqual([]);
  });

  it('is the contract with the engine', () => {
    expect(given).toMatchObject({
      PEAKPROOF_PLAN: '/runs/r1/plan.json',
      PEAKPROOF_BASE_URL: 'http://127.0.0.1:3000',
      PEAKPROOF_T0_MS: '1700000000000',
      PEAKPROOF_WORKER: 'w2',
      PEAKPROOF_LEDGER: '/runs/r1/ledger-w2.ndjson',
      PEAKPROOF_STOP_FILE: '/runs/r1/stop',
      PEAKPROOF_POPULATION: '/cache/p.json',
      PEAKPROOF_CONNECTIONS: 'perUser',
    });
  });

  it('shares memory and processors among the workers, unless told otherwise', () => {
    expect(given['GOMEMLIMIT']).toBe('1600MiB');
    const threads = (workers: number) => workerEnvironment({}, contextFor(workers), files, 'w1')['GOMAXPROCS'];
    expect([1, 2, 3].map(threads)).toEqual(['2', '1', '1']);
    expect(workerEnvironment({ GOMAXPROCS: '3' }, contextFor(2), files, 'w1')['GOMAXPROCS']).toBe('3');
    expect(workerEnvironment({ GOMEMLIMIT: '1GiB' }, contextFor(2), files, 'w1')['GOMEMLIMIT']).toBe('1GiB');
  });
});

it('names workers from one on', () => {
  expect(workerNames(2)).toEqual(['w1', 'w2']);
});
