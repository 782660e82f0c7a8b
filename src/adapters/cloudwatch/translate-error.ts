import { NotReadyError } from '../../core/errors.ts';

/** What was asked of CloudWatch, for messages. */
export interface CloudWatchCall {
  /** Action of the API and of IAM, e.g. `DescribeAlarms`. */
  readonly action: string;
  readonly region: string;
  /** Null: the region's own. */
  readonly endpoint: string | null;
  readonly deadlineMs: number;
}

const deniedNames = ['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'AuthorizationError'];
const credentialNames = [
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'InvalidAccessKeyId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'IncompleteSignature',
  'IncompleteSignatureException',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'ExpiredToken',
  'ExpiredTokenException',
  'OptInRequired',
  'NotAuthorized',
];
const throttlingNames = [
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
];
const clockNames = ['RequestTimeTooSkewed', 'RequestExpired', 'RequestInTheFuture'];
const quotaNames = ['LimitExceeded', 'LimitExceededFault', 'LimitExceededException'];

const withoutCloudWatch =
  'Without CloudWatch, use a snapshot: --budgets <file>, made by `peakproof slo pull --out <file>`.';
const giveCredentials =
  'Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run where a role is attached.';

interface AwsErrorShape {
  readonly name: string;
  readonly message: string;
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number };
  readonly $fault?: unknown;
}

/** A URL may carry a user and a password; messages do not. */
const withoutPassword = (endpoint: string): string => endpoint.replace(/\/\/[^/@]*@/, '//');

/** `CloudWatch in eu-west-1`, or where a given endpoint is. */
const placeOf = ({ region, endpoint }: CloudWatchCall): string =>
  endpoint === null ? `CloudWatch in ${region}` : `CloudWatch at ${withoutPassword(endpoint)}`;

const unreachable = (error: AwsErrorShape, call: CloudWatchCall): NotReadyError => {
  const known =
    call.endpoint === null
      ? `the region (${call.region}), AWS_ENDPOINT_URL if it is set,`
      : `the endpoint (${withoutPassword(call.endpoint)})`;
  return new NotReadyError(
    `${placeOf(call)} cannot be reached: ${error.message || String(error.code)}`,
    `Check ${known} and the network. ${withoutCloudWatch}`,
    { cause: error },
  );
};

const fromAnswer = (error: AwsErrorShape, call: CloudWatchCall): NotReadyError | null => {
  const { action } = call;
  const place = placeOf(call);
  const status = error.$metadata?.httpStatusCode ?? 0;
  const because = (message: string, hint: string): NotReadyError => new NotReadyError(message, hint, { cause: error });
  if (deniedNames.includes(error.name))
    return because(
      `${place} refuses ${action}: ${error.message}`,
      `These credentials lack the action cloudwatch:${action}; docs/iam.md has the policy. ${withoutCloudWatch}`,
    );
  if (clockNames.includes(error.name) || /signature (expired|not yet current)/i.test(error.message))
    return because(
      `${place} refuses ${action}: this machine's clock is wrong (${error.name})`,
      `Set the clock, by NTP for one; it must be right to five minutes. ${withoutCloudWatch}`,
    );
  if (credentialNames.includes(error.name))
    return because(
      `${place} does not accept the credentials (${error.name}): ${error.message}`,
      `Check that they are not expired and belong to an account in which the region ${call.region} is enabled. ${giveCredentials}`,
    );
  if (throttlingNames.includes(error.name) || status === 429)
    return because(
      `${place} throttles ${action}: still refused after ${error.$metadata?.attempts ?? 1} attempts`,
      `Try again in a minute; other clients of the account share its request rate. ${withoutCloudWatch}`,
    );
  if (quotaNames.includes(error.name))
    return because(`${place} refuses ${action}: ${error.message}`, 'Raise the quota of alarms, or remove some.');
  if (status >= 500)
    return because(
      `${place} answered ${status} to ${action}: ${error.message}`,
      `Try again later. ${withoutCloudWatch}`,
    );
  return null;
};

/**
 * An error of the AWS SDK as one that a person can mend; what is not known to be theirs comes back as it is.
 * No answer, none in time, an answer that is not CloudWatch's; no credentials, refused ones, a missing right, throttling.
 */
export const translateError = (error: unknown, call: CloudWatchCall): unknown => {
  if (!(error instanceof Error)) return error;
  const shape = error as AwsErrorShape;
  if (shape.name === 'TimeoutError' || shape.name === 'AbortError')
    return new NotReadyError(
      `${placeOf(call)} did not answer ${call.action} within ${call.deadlineMs / 1_000} s`,
      `Check the network between here and there. ${withoutCloudWatch}`,
      { cause: error },
    );
  if (
    shape.name === 'CredentialsProviderError' ||
    /credential is missing|could not load credentials/i.test(shape.message)
  )
    return new NotReadyError(
      `There are no AWS credentials: ${shape.message}`,
      `${giveCredentials} ${withoutCloudWatch}`,
      {
        cause: error,
      },
    );
  if (shape.$fault !== undefined) return fromAnswer(shape, call) ?? error;
  if (shape.$metadata?.httpStatusCode !== undefined || shape instanceof SyntaxError)
    return new NotReadyError(
      `What answers at ${call.endpoint === null ? call.region : withoutPassword(call.endpoint)} is not CloudWatch: ${shape.message.split('\n')[0] ?? ''}`,
      'Check the endpoint: --endpoint, budgets.endpoint in the configuration, or AWS_ENDPOINT_URL.',
      { cause: error },
    );
  return typeof shape.code === 'string' ? unreachable(shape, call) : error;
};

/** There is no region, or one that cannot be part of a host name. */
export const regionError = (cause: unknown): NotReadyError =>
  new NotReadyError(
    `There is no usable AWS region: ${cause instanceof Error ? cause.message : String(cause)}`,
    'Name it with --region, budgets.region in the configuration, or AWS_REGION.',
    { cause },
  );
