import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../src/adapters/clock/system-clock.ts';
import { alarmFor } from '../../../src/adapters/cloudwatch/alarm.ts';
import { cloudWatchBudgetStore } from '../../../src/adapters/cloudwatch/budget-store.ts';
import { withCloudWatch, type CloudWatchAccess } from '../../../src/adapters/cloudwatch/cloud-watch.ts';
import { putAlarms } from '../../../src/adapters/cloudwatch/write-alarms.ts';
import { defaultBudgets } from '../../../src/config/default-budgets.ts';
import { NotReadyError } from '../../../src/core/errors.ts';
import type { Budget } from '../../../src/core/wire/budgets.ts';
import { freePort } from '../../support/moto-server.ts';
import { answerJson, refuse, startAnswering, type ReceivedCall } from './answering-server.ts';
import { dummyCredentials, stubAwsEnvironment } from './credentials.ts';

const place = { app: 'shop', environment: 'staging', scenario: 'black-friday' };
const withKeys: CloudWatchAccess = { region: 'eu-west-1', endpoint: null, credentials: dummyCredentials };

const read = (access: CloudWatchAccess) =>
  cloudWatchBudgetStore({ ...access, ...place, clock: systemClock, where: 'command line' }).read();

const notReady = async (access: CloudWatchAccess): Promise<{ message: string; hint: string }> => {
  const error: unknown = await read(access).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(NotReadyError);
  const { message, hint } = error as NotReadyError;
  return { message, hint: hint ?? '' };
};

beforeEach(() => stubAwsEnvironment({}));
afterEach(() => vi.unstubAllEnvs());

describe('a server that answers', () => {
  let stop: (() => Promise<void>) | null = null;
  const answering = async (answer: (response: ServerResponse, call: ReceivedCall) => void) => {
    const server = await startAnswering(answer);
    ({ stop } = server);
    return server;
  };
  afterEach(async () => {
    await stop?.();
    stop = null;
  });

  it('access denied: names the action that is missing', async () => {
    const said = 'User: arn:aws:iam::123456789012:user/ci is not authorized to perform: cloudwatch:DescribeAlarms';
    const { endpoint, calls } = await answering((response) => refuse(response, 403, 'AccessDenied', said));
    const { message, hint } = await notReady({ ...withKeys, endpoint });
    expect(message).toContain(said);
    expect(hint).toContain('cloudwatch:DescribeAlarms');
    expect(calls).toHaveLength(1);
  });

  it('credentials that are not accepted: names the region', async () => {
    const { endpoint } = await answering((response) =>
      refuse(response, 403, 'UnrecognizedClientException', 'The security token included in the request is invalid.'),
    );
    const { message, hint } = await notReady({ ...withKeys, endpoint });
    expect(message).toContain('does not accept the credentials');
    expect(hint).toContain('eu-west-1');
  });

  it('throttled for good: gives up after three attempts', async () => {
    const { endpoint, calls } = await answering((response) =>
      refuse(response, 400, 'ThrottlingException', 'Rate exceeded'),
    );
    const { message } = await notReady({ ...withKeys, endpoint });
    expect(message).toContain('throttles DescribeAlarms');
    expect(calls).toHaveLength(3);
  });

  it('throttled once: goes on', async () => {
    let refusals = 0;
    const { endpoint } = await answering((response) => {
      if (refusals++ === 0) refuse(response, 400, 'ThrottlingException', 'Rate exceeded');
      else answerJson(response, 200, { MetricAlarms: [], CompositeAlarms: [] });
    });
    expect((await read({ ...withKeys, endpoint })).budgets).toEqual([]);
  });

  it('throttled to a rate: writes at that rate', async () => {
    const leastIntervalMs = 250;
    let allowedFromMs = 0;
    const { endpoint } = await answering((response) => {
      if (performance.now() < allowedFromMs) refuse(response, 400, 'ThrottlingException', 'Rate exceeded');
      else {
        allowedFromMs = performance.now() + leastIntervalMs;
        answerJson(response, 200, {});
      }
    });
    const access = { ...withKeys, endpoint, manner: 'waiting' as const };
    const { signal } = new AbortController();
    const written = await withCloudWatch(access, (cloudWatch) =>
      putAlarms(
        cloudWatch,
        defaultBudgets.map((budget) => alarmFor(budget, place)),
        { signal, onWritten: () => undefined },
      ),
    );
    expect(written).toBe(defaultBudgets.length);
  });

  it('slow: gives up at the deadline', async () => {
    const { endpoint } = await answering(() => undefined);
    const { message } = await notReady({ ...withKeys, endpoint, deadlineMs: 300 });
    expect(message).toContain('did not answer DescribeAlarms within 0.3 s');
  });

  it.each([
    ['a page', 200],
    ['a missing page', 404],
  ])('not CloudWatch but a web server with %s', async (_what, status) => {
    const { endpoint } = await answering((response) =>
      response.writeHead(status, { 'content-type': 'text/html' }).end('<html><body>Hello</body></html>'),
    );
    const { message, hint } = await notReady({ ...withKeys, endpoint });
    expect(message).toContain(endpoint);
    expect(hint).toContain('--endpoint');
  });

  it('reads page after page, metric alarms under the prefix only', async () => {
    const budgets = Array.from({ length: 3 }, (_, index): Budget => {
      const step = `step-${index}`;
      return { name: `b${index}`, indicator: 'latencyP95', step, phase: 'steady', fault: null, limit: 1_100 };
    });
    const { endpoint, calls } = await answering((response, { input }) => {
      const page = Number(input['NextToken'] ?? 0);
      const NextToken = page < 2 ? String(page + 1) : undefined;
      const alarms = budgets.slice(page, page + 1).map((budget) => alarmFor(budget, place));
      answerJson(response, 200, { MetricAlarms: alarms, CompositeAlarms: [], NextToken });
    });
    expect((await read({ ...withKeys, endpoint })).budgets).toEqual(budgets);
    expect(calls.map(({ action, input }) => [action, input['NextToken']])).toEqual([
      ['DescribeAlarms', undefined],
      ['DescribeAlarms', '1'],
      ['DescribeAlarms', '2'],
    ]);
    expect(calls[0]?.input).toMatchObject({
      AlarmNamePrefix: 'slo/shop/staging/black-friday/',
      AlarmTypes: ['MetricAlarm'],
    });
  });
});

describe('nothing to answer', () => {
  it('an endpoint that nobody listens on', async () => {
    const endpoint = `http://127.0.0.1:${await freePort()}`;
    const { message, hint } = await notReady({ ...withKeys, endpoint });
    expect(message).toContain(`CloudWatch at ${endpoint} cannot be reached`);
    expect(hint).toContain(endpoint);
  });

  it('no credentials', async () => {
    const { message, hint } = await notReady({ region: 'eu-west-1', endpoint: 'http://127.0.0.1:1' });
    expect(message).toContain('no AWS credentials');
    expect(hint).toContain('AWS_PROFILE');
  });

  it.each([null, 'eu west 1'])('no usable region: %j', async (region) => {
    const { message, hint } = await notReady({ ...withKeys, region, endpoint: 'http://127.0.0.1:1' });
    expect(message).toContain('no usable AWS region');
    expect(hint).toContain('AWS_REGION');
  });
});
