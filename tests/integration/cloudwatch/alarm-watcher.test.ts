import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { alarmWatcher } from '../../../src/adapters/cloudwatch/alarm-watcher.ts';
import { openCloudWatch, type CloudWatch } from '../../../src/adapters/cloudwatch/cloud-watch.ts';
import { systemClock } from '../../../src/adapters/clock/system-clock.ts';
import { readAlarmWatch } from '../../../src/core/detection/alarm-watch.ts';
import { judgeDetection } from '../../../src/core/detection/judge-detection.ts';
import { healthyRun, syntheticRun } from '../../../src/core/testing/synthetic-run.ts';
import type { RunEvent } from '../../../src/core/wire/events.ts';
import { openJournal } from '../../../src/run/journal.ts';
import { MemoryAlarms } from '../../../src/run/testing/memory-alarms.ts';
import { watchAlarms } from '../../../src/run/watch-alarms.ts';
import { startMoto } from '../../support/moto-server.ts';
import { eventually } from '../../support/processes.ts';
import { describeWith } from '../../support/provided.ts';
import { alarmWatcherContract, type AlarmRig } from './alarm-watcher-contract.ts';
import { answerJson, refuse, startAnswering } from './answering-server.ts';
import { dummyCredentials } from './credentials.ts';
import { operatorsAlarms } from './operators-alarms.ts';

const access = (endpoint: string) => ({ region: 'eu-west-1', endpoint, credentials: dummyCredentials });

describeWith('alarms in CloudWatch', inject('moto'), (moto) => {
  let endpoint: string;
  let stop: () => Promise<void>;
  let alarms: ReturnType<typeof operatorsAlarms>;
  let cloudWatch: CloudWatch;
  beforeAll(async () => {
    ({ endpoint, stop } = await startMoto(moto));
    alarms = operatorsAlarms(endpoint);
    cloudWatch = await openCloudWatch(access(endpoint));
  });
  afterAll(async () => {
    cloudWatch.close();
    alarms.close();
    await stop();
  });
  beforeEach(async () => {
    await fetch(`${endpoint}/moto-api/reset`, { method: 'POST' });
  });

  alarmWatcherContract(() => ({ ...alarms, watcher: (names) => alarmWatcher(cloudWatch, names) }));

  it('an alarm whose actions are switched off pages nobody, whatever they are', async () => {
    await alarms.put('muted', true, { ActionsEnabled: false });
    expect((await alarmWatcher(cloudWatch, ['muted']).look()).alarms[0]?.pages).toBe(false);
  });
});

describeWith('time to detect', inject('moto'), (moto) => {
  let stop: () => Promise<void>;
  let alarms: ReturnType<typeof operatorsAlarms>;
  let cloudWatch: CloudWatch;
  beforeAll(async () => {
    const started = await startMoto(moto);
    stop = started.stop;
    alarms = operatorsAlarms(started.endpoint);
    cloudWatch = await openCloudWatch(access(started.endpoint));
  });
  afterAll(async () => {
    cloudWatch.close();
    alarms.close();
    await stop();
  });

  /** A fault that breaks the shop while alarms are watched; meanwhile something is done to them. */
  const detect = async (pages: boolean, meanwhile: () => Promise<void>) => {
    await alarms.put('checkout-5xx', pages);
    await alarms.set('checkout-5xx', 'OK');
    const events: RunEvent[] = [];
    const journal = openJournal(systemClock, { appendEvent: (event) => void events.push(event) });
    const watcher = alarmWatcher(cloudWatch, ['checkout-5xx']);
    const watching = watchAlarms({ watcher, stopOn: [], journal, clock: systemClock });
    await eventually('watching has begun', () => events.length > 0, 10_000);
    const fault = 'database-out';
    const appliedAtMs = Date.now() - 1;
    await meanwhile();
    await watching.finish();
    const { plan } = syntheticRun({ ...healthyRun, virtualUsers: 1, wishes: 0 });
    const life = { fault, appliedAtSeconds: 200, appliedAtMs, healedAtSeconds: 200 };
    // Watched for as long as it took, to the last look.
    const ended = events.find((event) => event.type === 'watch' && event.state === 'ended');
    const observedUntilSeconds = 200 + (Date.parse(ended?.at ?? '') - 1 - appliedAtMs) / 1_000;
    return judgeDetection([], {
      plan,
      watch: readAlarmWatch(events),
      faults: [life],
      disturbances: [{ faults: [fault], fromSeconds: 200, healedAtSeconds: 200, observedUntilSeconds }],
      isDegraded: () => true,
    }).rows[0];
  };

  it('is that of the alarm that went off', async () => {
    const row = await detect(true, () => alarms.set('checkout-5xx', 'ALARM'));
    expect(row).toMatchObject({ alarm: 'checkout-5xx', pages: true });
    expect(row?.timeToDetectSeconds).toBeGreaterThanOrEqual(0);
    expect(row?.timeToDetectSeconds).toBeLessThan(30);
  });

  it('a silent alarm gives its finding: nobody would have been paged', async () => {
    const row = await detect(true, () => Promise.resolve());
    expect(row).toMatchObject({ alarm: null, timeToDetectSeconds: null });
    expect(row?.why).toMatch(/^nobody would have been paged: checkout-5xx stayed silent/);
  });

  it('an alarm without an enabled action gives it too', async () => {
    const row = await detect(false, () => alarms.set('checkout-5xx', 'ALARM'));
    expect(row?.why).toMatch(/^nobody would have been paged: checkout-5xx went off .* no enabled action$/);
  });
});

describe('alarms in memory', () => {
  let rig: AlarmRig;
  beforeEach(() => {
    const kept = new MemoryAlarms(systemClock, []);
    const done = (change: () => void): Promise<void> => {
      change();
      return Promise.resolve();
    };
    rig = {
      watcher: (names) => kept.seeing(names),
      put: (alarm, pages) => done(() => kept.put(alarm, pages)),
      set: (alarm, state) => done(() => kept.set(alarm, state)),
      remove: (alarm) => done(() => kept.remove(alarm)),
    };
  });
  alarmWatcherContract(() => rig);
});

describe('a hundred alarms and more', () => {
  it('are asked for by name, a hundred at once, page after page', async () => {
    const names = Array.from({ length: 130 }, (_, index) => `alarm-${index}`);
    const { endpoint, calls, stop } = await startAnswering((response, { input }) => {
      const asked = input['AlarmNames'] as string[];
      const from = Number(input['NextToken'] ?? 0);
      const NextToken = from + 60 < asked.length ? String(from + 60) : undefined;
      const MetricAlarms = asked.slice(from, from + 60).map((AlarmName) => ({ AlarmName, StateValue: 'OK' }));
      answerJson(response, 200, { MetricAlarms, CompositeAlarms: [], NextToken });
    });
    const cloudWatch = await openCloudWatch(access(endpoint));
    const { alarms } = await alarmWatcher(cloudWatch, names).look();
    expect(alarms.map(({ state }) => state)).toEqual(names.map(() => 'OK'));
    expect(calls.map(({ input }) => (input['AlarmNames'] as string[]).length)).toEqual([100, 100, 30]);
    cloudWatch.close();
    await stop();
  });

  it('are not half seen: a page that is refused fails the look', async () => {
    const { endpoint, stop } = await startAnswering((response, { input }) => {
      if (input['NextToken'] === undefined)
        answerJson(response, 200, { MetricAlarms: [{ AlarmName: 'a', StateValue: 'OK' }], NextToken: '1' });
      else refuse(response, 403, 'AccessDenied', 'not authorized to perform: cloudwatch:DescribeAlarms');
    });
    const cloudWatch = await openCloudWatch(access(endpoint));
    await expect(alarmWatcher(cloudWatch, ['a', 'b']).look()).rejects.toMatchObject({
      exitCode: 5,
      hint: expect.stringContaining('cloudwatch:DescribeAlarms') as string,
    });
    cloudWatch.close();
    await stop();
  });
});
