import { describe, expect, it } from 'vitest';
import { NotReadyError } from '../../core/errors.ts';
import { regionError, translateError } from './translate-error.ts';

const call = { action: 'DescribeAlarms', region: 'eu-west-1', endpoint: null, deadlineMs: 5_000 };
const failure = (name: string, fields: object = {}): Error =>
  Object.assign(new Error('as AWS says it'), { name, ...fields });
const answer = (name: string, httpStatusCode = 400): Error =>
  failure(name, { $fault: 'client', $metadata: { httpStatusCode, attempts: 4 } });

describe('translateError', () => {
  it.each([
    [answer('AccessDenied', 403), /refuses DescribeAlarms/, /lack the action cloudwatch:DescribeAlarms/],
    [answer('ExpiredTokenException', 403), /does not accept the credentials/, /region eu-west-1 is enabled/],
    [answer('RequestTimeTooSkewed', 403), /clock is wrong/, /Set the clock/],
    [answer('ThrottlingException'), /throttles DescribeAlarms: still refused after 4 attempts/, /--budgets <file>/],
    [answer('LimitExceededFault'), /refuses DescribeAlarms/, /quota/],
    [answer('InternalServiceFault', 500), /answered 500/, /Try again later/],
    [failure('TimeoutError'), /did not answer DescribeAlarms within 5 s/, /network/],
    [failure('CredentialsProviderError'), /no AWS credentials/, /AWS_PROFILE/],
    [failure('Error', { code: 'ENOTFOUND' }), /CloudWatch in eu-west-1 cannot be reached/, /the region \(eu-west-1\)/],
    [failure('SyntaxError', { $metadata: { httpStatusCode: 200 } }), /is not CloudWatch/, /endpoint/],
  ])('%s', (error, message, hint) => {
    const translated = translateError(error, call);
    expect(translated).toBeInstanceOf(NotReadyError);
    expect((translated as NotReadyError).message).toMatch(message);
    expect((translated as NotReadyError).hint).toMatch(hint);
  });

  it('speaks of the endpoint where one was given', () => {
    const translated = translateError(failure('Error', { code: 'ECONNREFUSED' }), {
      ...call,
      endpoint: 'http://127.0.0.1:9',
    });
    expect((translated as NotReadyError).message).toContain('CloudWatch at http://127.0.0.1:9');
    expect((translated as NotReadyError).hint).toContain('the endpoint (http://127.0.0.1:9)');
  });

  it('shows no password of an endpoint', () => {
    const endpoint = 'http://user:pass-word@127.0.0.1:9/x';
    const translated = translateError(failure('Error', { code: 'ECONNREFUSED' }), { ...call, endpoint });
    const { message, hint } = translated as NotReadyError;
    expect(message + (hint ?? '')).not.toContain('pass-word');
    expect(message).toContain('http://127.0.0.1:9/x');
  });

  it.each([answer('ValidationError'), new TypeError('ours'), 'text'])(
    'leaves a fault of ours as it is (%#)',
    (error) => {
      expect(translateError(error, call)).toBe(error);
    },
  );
});

describe('regionError', () => {
  it('says where a region can be named', () => {
    expect(regionError(new Error('Region is missing'))).toMatchObject({
      message: expect.stringContaining('Region is missing') as string,
      hint: expect.stringContaining('--region') as string,
    });
  });
});
