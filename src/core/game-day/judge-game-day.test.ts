import { describe, expect, it } from 'vitest';
import { readHistory } from '../run-history.ts';
import { syntheticEvent, syntheticT0Ms } from '../testing/synthetic-run.ts';
import type { RunEvent } from '../wire/events.ts';
import type { GameDayPlan, JournalEntry } from '../wire/game-day.ts';
import type { Recovery, ValidityCheck } from '../wire/verdict.ts';
import { judgeGameDay } from './judge-game-day.ts';

const day: GameDayPlan = {
  faultsBy: 'hand',
  holdAtMostSeconds: 1_800,
  acknowledgeWithinSeconds: 60,
  mendWithinSeconds: 300,
  operator: 'Ada',
  responders: ['Bo'],
};

const said = (at: number, entry: JournalEntry): RunEvent =>
  syntheticEvent(at, { type: 'journal', entry, role: 'responder', text: '' });
const fault = (at: number, state: 'applied' | 'healed', name = 'database-out'): RunEvent =>
  syntheticEvent(at, { type: 'fault', fault: name, state, by: 'hand' });
const alarm = (at: number): RunEvent =>
  syntheticEvent(at + 20, {
    type: 'alarm',
    alarm: 'checkout-5xx',
    from: 'OK',
    to: 'ALARM',
    transitionedAt: new Date(syntheticT0Ms + at * 1_000).toISOString(),
  });

const row = (change: Partial<Recovery> = {}): Recovery => ({
  fault: 'database-out',
  step: 'checkout',
  appliedAtSeconds: 100,
  onsetAtSeconds: 102,
  healedAtSeconds: 220,
  recoveredAtSeconds: 230,
  serviceRecoverySeconds: 128,
  selfHealingSeconds: 10,
  degradedSeconds: 120,
  timeToDetectSeconds: null,
  episodes: 1,
  indicator: 'selfHealing',
  limitSeconds: 60,
  outcome: 'pass',
  why: 'back',
  ...change,
});

const unfit: ValidityCheck = { check: 'x', value: 1, limit: 0, unit: 'ms', outcome: 'inconclusive', why: 'late' };

const times = (events: readonly RunEvent[], rows: readonly Recovery[] = [row()], validity: ValidityCheck[] = []) => {
  const all = [syntheticEvent(0, { type: 'run', state: 'driving' }), ...events];
  const judged = judgeGameDay(day, all, readHistory(all), rows, validity);
  return Object.fromEntries(judged.map(({ what, seconds, outcome }) => [what, [seconds, outcome]]));
};

const incident = [fault(100, 'applied'), said(130, 'noticed'), said(145, 'acknowledged'), said(200, 'mitigated')];

describe('the times of people on a game day', () => {
  it('count from the fault in place, and hold where people were quick', () =>
    expect(times([...incident, fault(220, 'healed')])).toEqual({
      detect: [30, 'advisory'],
      acknowledge: [45, 'pass'],
      mitigate: [100, 'advisory'],
      recover: [130, 'pass'],
    }));

  it('take the alarm when it was first, at the instant of its transition', () =>
    expect(times([...incident, alarm(112)])['detect']).toEqual([12, 'advisory']));

  it('fail where nobody took it on, or too late', () => {
    expect(times([fault(100, 'applied')])).toMatchObject({ detect: [null, 'advisory'], acknowledge: [null, 'fail'] });
    expect(times([fault(100, 'applied'), said(161, 'acknowledged')])['acknowledge']).toEqual([61, 'fail']);
  });

  it('fail where the shop was not mended in time, or not seen to recover', () => {
    expect(times(incident, [row({ recoveredAtSeconds: 401 })])['recover']).toEqual([301, 'fail']);
    expect(times(incident, [row(), row({ step: 'cart', recoveredAtSeconds: null })])['recover']).toEqual([
      null,
      'fail',
    ]);
  });

  it('decide nothing about recovery by an unfit load machine, or where nobody watched', () => {
    expect(times(incident, [row()], [unfit])['recover']).toEqual([null, 'inconclusive']);
    expect(times(incident, [])['recover']).toEqual([null, 'inconclusive']);
    expect(times(incident, [row({ onsetAtSeconds: null, outcome: 'inconclusive' })])['recover']).toEqual([
      null,
      'inconclusive',
    ]);
  });

  it('are 0 where shoppers never noticed', () =>
    expect(times(incident, [row({ onsetAtSeconds: null, recoveredAtSeconds: null })])['recover']).toEqual([0, 'pass']));

  it('belong to the fault that was in place: a mark before it, or after the next, is not about it', () => {
    const all = [
      syntheticEvent(0, { type: 'run', state: 'driving' }),
      said(90, 'acknowledged'),
      fault(100, 'applied'),
      fault(300, 'applied', 'cache-out'),
      said(310, 'acknowledged'),
    ];
    const judged = judgeGameDay(day, all, readHistory(all), [], []).filter(({ what }) => what === 'acknowledge');
    expect(judged.map(({ fault: name, seconds }) => [name, seconds])).toEqual([
      ['database-out', null],
      ['cache-out', 10],
    ]);
  });

  it('decide nothing when no fault went in', () => expect(times([])).toEqual({ acknowledge: [null, 'inconclusive'] }));
});
