import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { systemClock } from '../../../src/adapters/clock/system-clock.ts';
import { alarmWatcher } from '../../../src/adapters/cloudwatch/alarm-watcher.ts';
import { cloudWatchBudgetStore } from '../../../src/adapters/cloudwatch/budget-store.ts';
import { openCloudWatch, withCloudWatch, type CloudWatchAccess } from '../../../src/adapters/cloudwatch/cloud-watch.ts';
import { cloudWatchMetricSink } from '../../../src/adapters/cloudwatch/metric-sink.ts';
import { stepEntry } from '../../../src/core/testing/synthetic-timeline.ts';
import type { BudgetsFile } from '../../../src/core/wire/budgets.ts';
import { publishLive } from '../../../src/run/publish-live.ts';
import { runCli } from '../../support/cli.ts';
import { startMoto } from '../../support/moto-server.ts';
import { describeWith } from '../../support/provided.ts';
import { startToxiproxy, type ToxiproxyRig } from '../faults/toxiproxy-rig.ts';
import { refuse, startAnswering } from './answering-server.ts';
import { dummyAwsEnvironment, dummyCredentials } from './credentials.ts';
import { operatorsAlarms } from './operators-alarms.ts';

const place = { app: 'reference-shop', environment: 'local', scenario: 'black-friday' };

describeWith('CloudWatch behind a network that fails', inject('moto'), (moto) => {
  let rig: ToxiproxyRig;
  let endpoint: string;
  let alarms: ReturnType<typeof operatorsAlarms>;
  let stopMoto: () => Promise<void>;
  let folder: string;
  beforeAll(async () => {
    const started = await startMoto(moto);
    stopMoto = started.stop;
    alarms = operatorsAlarms(started.endpoint);
    rig = await startToxiproxy();
    endpoint = `http://127.0.0.1:${await rig.proxyTo('cloudwatch', Number(new URL(started.endpoint).port))}`;
    folder = mkdtempSync(path.join(os.tmpdir(), 'peakproof-faulty-'));
  });
  afterAll(async () => {
    alarms.close();
    rig.stop();
    await stopMoto();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    await rig.call('DELETE', '/proxies/cloudwatch/toxics/fault');
    await setUp(true);
  });

  const setUp = (enabled: boolean) => rig.call('POST', '/proxies/cloudwatch', { enabled });
  const toxic = (type: string, attributes: Readonly<Record<string, number>>) =>
    rig.call('POST', '/proxies/cloudwatch/toxics', { name: 'fault', type, attributes });
  const access = (change: Partial<CloudWatchAccess> = {}): CloudWatchAccess => ({
    ...{ region: 'eu-west-1', endpoint, credentials: dummyCredentials },
    ...change,
  });
  const read = (change: Partial<CloudWatchAccess> = {}) =>
    cloudWatchBudgetStore({ ...access(change), ...place, clock: systemClock, where: 'command line' }).read();

  it('slow, but in time: is read', async () => {
    await toxic('latency', { latency: 300 });
    expect((await read()).budgets).toEqual([]);
  });

  it('too slow: not ready', async () => {
    await toxic('latency', { latency: 3_000 });
    await expect(read({ deadlineMs: 500 })).rejects.toMatchObject({
      exitCode: 5,
      message: expect.stringContaining('did not answer DescribeAlarms within 0.5 s') as string,
    });
  });

  it('connections that are reset, and none at all: not ready', async () => {
    await toxic('reset_peer', { timeout: 0 });
    await expect(read()).rejects.toMatchObject({ exitCode: 5 });
    await rig.call('DELETE', '/proxies/cloudwatch/toxics/fault');
    await setUp(false);
    await expect(read()).rejects.toMatchObject({
      exitCode: 5,
      message: expect.stringContaining('cannot be reached') as string,
    });
  });

  it('alarms are seen again as soon as it is back', async () => {
    await alarms.put('checkout-5xx', true);
    await withCloudWatch(access({ deadlineMs: 2_000 }), async (cloudWatch) => {
      const watcher = alarmWatcher(cloudWatch, ['checkout-5xx']);
      expect((await watcher.look()).alarms[0]?.state).not.toBe('missing');
      await setUp(false);
      await expect(watcher.look()).rejects.toMatchObject({ exitCode: 5 });
      await setUp(true);
      expect((await watcher.look()).alarms[0]?.state).not.toBe('missing');
    });
  });

  it('what could not be published is published later', async () => {
    const cloudWatch = await openCloudWatch(access({ manner: 'publishing', deadlineMs: 2_000 }));
    const failures: string[] = [];
    const live = publishLive({
      sink: cloudWatchMetricSink(cloudWatch, place, { endpoint }),
      clock: systemClock,
      budgets: [],
      onFailure: (why) => failures.push(why),
    });
    await setUp(false);
    live.take([{ worker: 'w1', line: stepEntry(3, 'browse', 'ok', [100, 200]) }], 11);
    for (let tries = 0; failures.length === 0 && tries < 100; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(failures).toHaveLength(1);
    await setUp(true);
    const published = await live.finish([]);
    expect(published).toMatchObject({ lost: 0, points: 5 });
    cloudWatch.close();
  });

  it('a rehearsal ends with 5, or goes on with the snapshot and says how old it is', async () => {
    const env = { ...dummyAwsEnvironment, AWS_ENDPOINT_URL: endpoint };
    const dryRun = (...more: string[]) =>
      runCli(['rehearse', '--budgets', 'cloudwatch', '--dry-run', '--json', ...more], { cwd: folder, env });
    const snapshot = ['--budgets-snapshot', 'snapshot.json'];
    expect(await dryRun(...snapshot)).toMatchObject({ code: 0 });
    await setUp(false);
    const without = await dryRun();
    expect({ code: without.code, stdout: without.stdout }).toEqual({ code: 5, stdout: '' });
    expect(without.stderr).toMatch(/cannot be reached/);
    const withIt = await dryRun(...snapshot);
    expect(withIt.code).toBe(0);
    expect(withIt.stderr).toMatch(/from the snapshot snapshot\.json, \d+ s old/);
    const { budgets } = JSON.parse(withIt.stdout) as { budgets: BudgetsFile };
    expect(budgets.source).toMatchObject({ kind: 'snapshot', prefix: 'slo/reference-shop/local/black-friday/' });
  });
});

describe('a CloudWatch that refuses', () => {
  it('alarms to watch that may not be seen end a rehearsal before anything is started: exit 5 and the missing action', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'peakproof-refused-'));
    const { endpoint, stop } = await startAnswering((response) =>
      refuse(response, 403, 'AccessDenied', 'is not authorized to perform: cloudwatch:DescribeAlarms'),
    );
    const config = path.join(folder, 'k6.config.ts');
    writeFileSync(config, `export default ${JSON.stringify({ cloudWatch: { endpoint }, alarmsToWatch: ['a'] })};\n`);
    const { code, stdout, stderr } = await runCli(['rehearse', '--config', config, '--out', folder], {
      env: dummyAwsEnvironment,
    });
    await stop();
    rmSync(folder, { recursive: true, force: true });
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
    expect(stderr).toContain('These credentials lack the action cloudwatch:DescribeAlarms');
  });
});
