import { describe, expect, it } from 'vitest';
import { CircuitBreaker, UnavailableError, type BreakerSettings } from './circuit-breaker.ts';

const make = (changes: Partial<BreakerSettings> = {}) => {
  const clock = { nowMs: 0 };
  const breaker = new CircuitBreaker({
    dependency: 'database',
    failuresToOpen: 3,
    openMs: 500,
    nowMs: () => clock.nowMs,
    ...changes,
  });
  let calls = 0;
  const work = (fails: boolean) => () => {
    calls += 1;
    return fails ? Promise.reject(new Error('refused')) : Promise.resolve('rows');
  };
  const failTimes = async (times: number) => {
    for (let time = 0; time < times; time += 1) await breaker.run(work(true)).catch(() => undefined);
  };
  return { clock, breaker, work, failTimes, calls: () => calls };
};

describe('a circuit breaker', () => {
  it('passes results, and failures with their cause', async () => {
    const { breaker, work } = make();
    expect(await breaker.run(work(false))).toBe('rows');
    const failure = await breaker.run(work(true)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UnavailableError);
    expect((failure as Error).cause).toMatchObject({ message: 'refused' });
  });

  it('opens after some failures in a row, and then does not call', async () => {
    const { breaker, work, failTimes, calls } = make();
    await failTimes(2);
    await breaker.run(work(false));
    await failTimes(2);
    expect(breaker.admits()).toBe(true);
    await failTimes(1);
    expect(breaker.admits()).toBe(false);
    await expect(breaker.run(work(false))).rejects.toThrow(UnavailableError);
    expect(calls()).toBe(6);
  });

  it('lets one call try after a while: its success closes', async () => {
    const { clock, breaker, work, failTimes } = make();
    await failTimes(3);
    clock.nowMs = 500;
    let finish = (): void => undefined;
    const trial = breaker.run(() => new Promise<void>((resolve) => (finish = resolve)));
    expect(breaker.admits()).toBe(false);
    finish();
    await trial;
    expect(breaker.admits()).toBe(true);
    expect(await breaker.run(work(false))).toBe('rows');
  });

  it('opens again when the one call fails', async () => {
    const { clock, breaker, failTimes } = make();
    await failTimes(3);
    clock.nowMs = 600;
    await failTimes(1);
    expect(breaker.admits()).toBe(false);
    clock.nowMs = 1_100;
    expect(breaker.admits()).toBe(true);
  });

  it('stays open for ever as the planted defect', async () => {
    const { clock, breaker, failTimes } = make({ staysOpen: true });
    await failTimes(3);
    clock.nowMs = 1e9;
    expect(breaker.admits()).toBe(false);
  });
});
