import { expect, it } from 'vitest';
import type { AlarmWatcher } from '../../../src/ports.ts';

type State = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** Alarms that a test can make and move; a watcher sees `names` in that order. */
export interface AlarmRig {
  watcher(names: readonly string[]): AlarmWatcher;
  put(alarm: string, pages: boolean): Promise<void>;
  set(alarm: string, state: State): Promise<void>;
  remove(alarm: string): Promise<void>;
}

/** What every adapter of the port AlarmWatcher obeys, the fake included. */
export const alarmWatcherContract = (rig: () => AlarmRig): void => {
  it('sees every alarm asked for, in that order, one that is not there as missing', async () => {
    await rig().put('second', true);
    await rig().put('first', true);
    const { alarms, clockAheadSeconds } = await rig().watcher(['first', 'nowhere', 'second']).look();
    expect(alarms.map(({ alarm }) => alarm)).toEqual(['first', 'nowhere', 'second']);
    expect(alarms[1]).toEqual({ alarm: 'nowhere', state: 'missing', transitionedAtMs: null, pages: false });
    expect(Math.abs(clockAheadSeconds ?? Infinity)).toBeLessThanOrEqual(2);
  });

  it('sees a change of state with its instant, which stays while the state does', async () => {
    await rig().put('checkout-5xx', true);
    await rig().set('checkout-5xx', 'OK');
    const watcher = rig().watcher(['checkout-5xx']);
    const before = (await watcher.look()).alarms[0];
    expect(before?.state).toBe('OK');
    await rig().set('checkout-5xx', 'ALARM');
    const after = (await watcher.look()).alarms[0];
    expect(after?.state).toBe('ALARM');
    expect(after?.transitionedAtMs).toBeGreaterThanOrEqual(before?.transitionedAtMs ?? Infinity);
    expect((await watcher.look()).alarms[0]).toEqual(after);
  });

  it('knows whether somebody would be paged', async () => {
    await rig().put('loud', true);
    await rig().put('quiet', false);
    const { alarms } = await rig().watcher(['loud', 'quiet']).look();
    expect(alarms.map(({ pages }) => pages)).toEqual([true, false]);
  });

  it('sees that one was removed', async () => {
    await rig().put('checkout-5xx', true);
    const watcher = rig().watcher(['checkout-5xx']);
    expect((await watcher.look()).alarms[0]?.state).not.toBe('missing');
    await rig().remove('checkout-5xx');
    expect((await watcher.look()).alarms[0]?.state).toBe('missing');
  });
};
