import { describe, expect, it } from 'vitest';
import { NotReadyError } from '../../core/errors.ts';
import { withoutSecrets } from './without-secrets.ts';

const secrets = ['AKIAIOSFODNN7EXAMPLE', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'test'];
const error = new NotReadyError(`x-amz-security-token:${secrets[1] ?? ''} of ${secrets[0] ?? ''}`, 'Check the keys.');

describe('withoutSecrets', () => {
  it('takes credentials out of the words and keeps what kind of error it is', () => {
    const cleaned = withoutSecrets(error, secrets) as NotReadyError;
    expect(cleaned).toBeInstanceOf(NotReadyError);
    expect(cleaned.message).toBe('x-amz-security-token:… of …');
    expect(cleaned.hint).toBe('Check the keys.');
    expect(JSON.stringify(cleaned.cause ?? null)).not.toContain(secrets[0]);
    expect((withoutSecrets(new TypeError(secrets[0]), secrets) as Error).message).toBe('…');
  });

  it('leaves words that only look like one, and what is no error', () => {
    const plain = new Error('the test failed');
    expect(withoutSecrets(plain, secrets)).toBe(plain);
    expect(withoutSecrets('text', secrets)).toBe('text');
  });
});
