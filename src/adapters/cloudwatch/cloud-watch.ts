import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { regionError, translateError } from './translate-error.ts';

/** How to reach CloudWatch; null means as the AWS SDK finds it (environment, profile, role). */
export interface CloudWatchAccess {
  readonly region: string | null;
  readonly endpoint: string | null;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Longest time for one call, its retries included; 5,000 unless given. */
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
  close(): void;
}

const defaultDeadlineMs = 5_000;
/** Attempts of one call; between them the SDK waits, longer after throttling. */
const maxAttempts = 4;

const rejectedBy = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });

/**
 * Opens CloudWatch: finds the region and credentials, so that their absence is told apart from a network that fails.
 * @throws NotReadyError when there is no region or there are no credentials.
 */
export const openCloudWatch = async (access: CloudWatchAccess): Promise<CloudWatch> => {
  const { endpoint, deadlineMs = defaultDeadlineMs } = access;
  const client = new CloudWatchClient({
    maxAttempts,
    // Slows down by itself once the account's request rate is reached: PutMetricAlarm allows three a second.
    retryMode: 'adaptive',
    ...(access.region === null ? {} : { region: access.region }),
    ...(endpoint === null ? {} : { endpoint }),
    ...(access.credentials === undefined ? {} : { credentials: access.credentials }),
  });
  const region = await client.config.region().catch((error: unknown) => {
    throw regionError(error);
  });
  const bounded = async <Output>(
    action: string,
    work: (abortSignal: AbortSignal) => Promise<Output>,
  ): Promise<Output> => {
    const signal = AbortSignal.timeout(deadlineMs);
    try {
      return await Promise.race([work(signal), rejectedBy(signal)]);
    } catch (error) {
      throw translateError(error, { action, region, endpoint, deadlineMs });
    }
  };
  await bounded('credentials', async () => {
    await client.config.credentials();
  });
  return {
    region,
    call: (action, send) => bounded(action, (abortSignal) => send(client, { abortSignal })),
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
