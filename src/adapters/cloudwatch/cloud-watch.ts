import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { regionError, translateError } from './translate-error.ts';
import { withoutSecrets } from './without-secrets.ts';

const manners = {
  prompt: { deadlineMs: 5_000, maxAttempts: 3, retryMode: 'standard' },
  // The SDK slows down by itself once it is throttled: PutMetricAlarm allows three a second, all clients together.
  // Points of a run can wait, but not for ever: the next ones come in 10 s.
  publishing: { deadlineMs: 15_000, maxAttempts: 5, retryMode: 'standard' },
  waiting: { deadlineMs: 60_000, maxAttempts: 10, retryMode: 'adaptive' },
} as const;

/** How to reach CloudWatch; null means as the AWS SDK finds it (environment, profile, role). */
export interface CloudWatchAccess {
  readonly region: string | null;
  readonly endpoint: string | null;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /**
   * `waiting` keeps to the account's request rate however long that takes; `publishing` tries again for a while; `prompt`, the default,
   * soon gives up.
   */
  readonly manner?: keyof typeof manners;
  /** Longest time for one call, its retries included, in place of the manner's. */
  readonly deadlineMs?: number;
}

/** A client whose calls end in time and fail in words. */
export interface CloudWatch {
  readonly region: string;
  /**
   * Makes one call.
   * @param action name of the API's action, for messages.
   * @throws NotReadyError with the remedy.
   */
  call<Output>(
    action: string,
    send: (client: CloudWatchClient, options: { abortSignal: AbortSignal }) => Promise<Output>,
  ): Promise<Output>;
  /** How far CloudWatch's clock is ahead of this machine's, to a second, by its last answer; null before one that says. */
  clockAheadSeconds(): number | null;
  close(): void;
}

const rejectedBy = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });

/** Reads the date of every answer: exact to a second, taken for the middle of it. */
const compareClocks = (client: CloudWatchClient): (() => number | null) => {
  let aheadSeconds: number | null = null;
  client.middlewareStack.add(
    (next) => async (args) => {
      const sentMs = Date.now();
      const result = await next(args);
      const { headers } = result.response as { headers?: Record<string, string> };
      const answeredMs = Date.parse(headers?.['date'] ?? '');
      if (!Number.isNaN(answeredMs)) aheadSeconds = Math.round((answeredMs + 500 - (sentMs + Date.now()) / 2) / 1_000);
      return result;
    },
    { step: 'deserialize', name: 'compareClocks', priority: 'low' },
  );
  return () => aheadSeconds;
};

/**
 * Opens CloudWatch: finds the region and credentials, so that their absence is told apart from a network that fails.
 * @throws NotReadyError when there is no region or there are no credentials.
 */
export const openCloudWatch = async (access: CloudWatchAccess): Promise<CloudWatch> => {
  const { endpoint } = access;
  const { maxAttempts, retryMode, ...manner } = manners[access.manner ?? 'prompt'];
  const deadlineMs = access.deadlineMs ?? manner.deadlineMs;
  const client = new CloudWatchClient({
    maxAttempts,
    retryMode,
    ...(access.region === null ? {} : { region: access.region }),
    ...(endpoint === null ? {} : { endpoint }),
    ...(access.credentials === undefined ? {} : { credentials: access.credentials }),
  });
  const clockAheadSeconds = compareClocks(client);
  const region = await client.config.region().catch((error: unknown) => {
    throw regionError(error);
  });
  const secrets: string[] = [];
  const bounded = async <Output>(
    action: string,
    work: (abortSignal: AbortSignal) => Promise<Output>,
  ): Promise<Output> => {
    const signal = AbortSignal.timeout(deadlineMs);
    try {
      return await Promise.race([work(signal), rejectedBy(signal)]);
    } catch (error) {
      throw withoutSecrets(translateError(error, { action, region, endpoint, deadlineMs }), secrets);
    }
  };
  await bounded('credentials', async () => {
    const { accessKeyId, secretAccessKey, sessionToken } = await client.config.credentials();
    secrets.push(accessKeyId, secretAccessKey, ...(sessionToken === undefined ? [] : [sessionToken]));
  });
  return {
    region,
    call: (action, send) => bounded(action, (abortSignal) => send(client, { abortSignal })),
    clockAheadSeconds,
    close: () => client.destroy(),
  };
};

/** Opens CloudWatch for as long as some work takes. */
export const withCloudWatch = async <Output>(
  access: CloudWatchAccess,
  work: (cloudWatch: CloudWatch) => Promise<Output>,
): Promise<Output> => {
  const cloudWatch = await openCloudWatch(access);
  try {
    return await work(cloudWatch);
  } finally {
    cloudWatch.close();
  }
};
