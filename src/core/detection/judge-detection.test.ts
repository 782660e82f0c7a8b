import { describe, expect, it } from 'vitest';
import { healthyRun, syntheticBudget, syntheticEvent, syntheticRun, syntheticT0Ms } from '../testing/synthetic-run.ts';
import type { RunEvent } from '../wire/events.ts';
import { readAlarmWatch } from './alarm-watch.ts';
import { judgeDetection } from './judge-detection.ts';

const { plan } = syntheticRun({ ...healthyRun, virtualUsers: 1, wishes: 0 });
const fault = 'database-out';
const appliedAtSeconds = 200;
const budget = (limit: number) => syntheticBudget({ name: 'noticed', indicator: 'timeToDetect', fault: '*', limit });

const instant = (second: number): string => new Date(syntheticT0Ms + second * 1000).toISOString();
const started = (
  state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA' | 'missing' = 'OK',
  more: { pages?: boolean; clockAheadSeconds?: number } = {},
): RunEvent =>
  syntheticEvent(-5, {
    type: 'watch',
    state: 'started',
    alarms: [{ alarm: 'checkout-5xx', state, pages: more.pages ?? true }],
    ...(more.clockAheadSeconds === undefined ? {} : { clockAheadSeconds: more.clockAheadSeconds }),
  });
const alarm = (second: number, from: string, to: string, name = 'checkout-5xx'): RunEvent =>
  syntheticEvent(second + 4, { type: 'alarm', alarm: name, from, to, transitionedAt: instant(second) });
const said = (second: number, state: 'lost' | 'regained' | 'ended'): RunEvent =>
  syntheticEvent(second, { type: 'watch', state });
const ended = said(425, 'ended');

const judge = (events: readonly RunEvent[], limit: number | null = 60, degraded = true, of = plan) => {
  const { findings, rows } = judgeDetection(limit === null ? [] : [budget(limit)], {
    plan: of,
    watch: readAlarmWatch(events),
    faults: [{ fault, appliedAtSeconds, appliedAtMs: syntheticT0Ms + appliedAtSeconds * 1000, healedAtSeconds: 220 }],
    disturbances: [{ faults: [fault], fromSeconds: appliedAtSeconds, healedAtSeconds: 220, observedUntilSeconds: 400 }],
    isDegraded: () => degraded,
  });
  return { finding: findings[0], findings, row: rows[0] };
};

describe('judgeDetection', () => {
  it('passes with the first alarm that went off after the fault, and says which', () => {
    const { finding, row } = judge([started(), alarm(150, 'OK', 'OK'), alarm(231.5, 'OK', 'ALARM'), ended]);
    expect(finding).toMatchObject({ outcome: 'pass', value: 31.5, fault, limit: 60, unit: 's' });
    expect(row).toMatchObject({
      fault,
      alarm: 'checkout-5xx',
      timeToDetectSeconds: 31.5,
      pages: true,
      outcome: 'pass',
    });
  });

  it('fails where it went off too late', () => {
    expect(judge([started(), alarm(270, 'OK', 'ALARM'), ended]).finding).toMatchObject({ outcome: 'fail', value: 70 });
  });

  it('counts an alarm that had no data before: it pages all the same', () => {
    const { finding } = judge([started('INSUFFICIENT_DATA'), alarm(230, 'INSUFFICIENT_DATA', 'ALARM'), ended]);
    expect(finding).toMatchObject({ outcome: 'pass', value: 30 });
  });

  it('fails where the shop broke and the alarm stayed silent: nobody would have been paged', () => {
    const { finding, row } = judge([started(), ended]);
    expect(finding).toMatchObject({ outcome: 'fail', value: null, interval: [200, null] });
    expect(row?.why).toBe('nobody would have been paged: checkout-5xx stayed silent for 200 s after the fault');
  });

  it('fails where the alarm has no enabled action', () => {
    const { row } = judge([started('OK', { pages: false }), alarm(210, 'OK', 'ALARM'), ended]);
    expect(row).toMatchObject({ outcome: 'fail', pages: false, alarm: 'checkout-5xx' });
    expect(row?.why).toMatch(/nobody would have been paged.*no enabled action/);
  });

  it('prefers an alarm that pages to an earlier one that does not', () => {
    const both = syntheticEvent(-5, {
      type: 'watch',
      state: 'started',
      alarms: [
        { alarm: 'quiet', state: 'OK', pages: false },
        { alarm: 'loud', state: 'OK', pages: true },
      ],
    });
    const { row } = judge([both, alarm(205, 'OK', 'ALARM', 'quiet'), alarm(215, 'OK', 'ALARM', 'loud'), ended]);
    expect(row).toMatchObject({ alarm: 'loud', timeToDetectSeconds: 15, outcome: 'pass' });
  });

  it('without a budget it is shown and decides nothing', () => {
    expect(judge([started(), ended], null).row).toMatchObject({ outcome: 'advisory', limitSeconds: null });
    expect(judge([started(), alarm(230, 'OK', 'ALARM'), ended], null).row).toMatchObject({ outcome: 'advisory' });
  });

  describe('the alarm that the experiment names', () => {
    const ofExperiment = (name: string, events: readonly RunEvent[], degraded = true) => {
      const experiment = plan.experiment === null ? null : { ...plan.experiment, alarm: name };
      return judge(events, null, degraded, { ...plan, experiment }).findings.find(({ budget: of }) =>
        of.startsWith('expected/alarm/'),
      );
    };

    it.each([
      ['it pages', 'pass', [started(), alarm(230, 'OK', 'ALARM'), ended], /went off 30 s after/],
      ['it stays silent', 'fail', [started(), ended], /nobody would have been paged/],
      [
        'it has no enabled action',
        'fail',
        [started('OK', { pages: false }), alarm(230, 'OK', 'ALARM'), ended],
        /no enabled action/,
      ],
      ['it has no data', 'inconclusive', [started('INSUFFICIENT_DATA'), ended], /not assessed/],
    ] as const)('%s: %s', (_what, outcome, events, why) => {
      const finding = ofExperiment('checkout-5xx', events);
      expect(finding).toMatchObject({ budget: 'expected/alarm/checkout-5xx', outcome });
      expect(finding?.why).toMatch(why);
    });

    it('decides nothing where no shopper was hurt', () => {
      expect(ofExperiment('checkout-5xx', [started(), ended], false)).toMatchObject({ outcome: 'advisory' });
    });

    it('is nothing to a run that does not watch it', () => {
      expect(ofExperiment('another', [started(), ended])).toBeUndefined();
      expect(ofExperiment('checkout-5xx', [])).toBeUndefined();
    });
  });

  it('where no step was degraded there was nothing to detect', () => {
    expect(judge([started(), ended], 60, false).finding).toMatchObject({ outcome: 'advisory' });
  });

  it.each([
    ['no alarm was watched', []],
    ['there is no alarm checkout-5xx', [started('missing'), ended]],
    ['checkout-5xx was in ALARM before the fault', [started('ALARM'), ended]],
    ['checkout-5xx had no data (INSUFFICIENT_DATA)', [started('INSUFFICIENT_DATA'), ended]],
    ['could not be looked at all the time', [started(), said(210, 'lost'), ended]],
    ['could not be looked at all the time', [started(), said(210, 'lost'), said(290, 'regained'), ended]],
    ['could not be looked at all the time', [started()]],
    ['left OK and came back to it between two looks', [started(), alarm(240, 'OK', 'OK'), ended]],
  ] as const)('is not assessed, and never silent: %s', (why, events) => {
    const { finding } = judge(events);
    expect(finding).toMatchObject({ outcome: 'inconclusive', value: null });
    expect(finding?.why).toContain(`not assessed: `);
    expect(finding?.why).toContain(why);
  });

  it('a gap in watching that an alarm outlives is no obstacle', () => {
    const events = [started(), said(210, 'lost'), said(290, 'regained'), alarm(240, 'OK', 'ALARM'), ended];
    expect(judge(events).finding).toMatchObject({ outcome: 'pass', value: 40 });
  });

  it('is inconclusive where silence was not watched for as long as the limit', () => {
    expect(judge([started(), ended], 300).finding).toMatchObject({ outcome: 'inconclusive' });
  });

  it('reckons by one clock: CloudWatch’s may be ahead', () => {
    const events = [started('OK', { clockAheadSeconds: 90 }), alarm(320, 'OK', 'ALARM'), ended];
    expect(judge(events).finding).toMatchObject({ value: 30 });
  });

  it('a budget for a fault that the run does not have is inconclusive; for a run without faults, advisory', () => {
    const evidence = { watch: null, faults: [], disturbances: [], isDegraded: () => false };
    const other = { ...budget(60), fault: 'cache-gone' };
    expect(judgeDetection([other], { plan, ...evidence }).findings).toMatchObject([{ outcome: 'inconclusive' }]);
    const calm = { ...plan, experiment: null };
    expect(judgeDetection([budget(60)], { plan: calm, ...evidence }).findings).toMatchObject([{ outcome: 'advisory' }]);
  });
});
