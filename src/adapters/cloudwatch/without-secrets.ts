import { NotReadyError } from '../../core/errors.ts';

/** Credentials of AWS are longer; shorter values, as tests have them, are words. */
const leastLength = 16;

/**
 * An error whose words hold no credential: AWS repeats the headers of a request whose signature does not match, the session token among
 * them. What is not an error comes back as it is.
 */
export const withoutSecrets = (error: unknown, secrets: readonly string[]): unknown => {
  if (!(error instanceof Error)) return error;
  const cleaned = (text: string): string =>
    secrets
      .filter((secret) => secret.length >= leastLength)
      .reduce((rest, secret) => rest.replaceAll(secret, '…'), text);
  if (cleaned(error.message) === error.message) return error;
  // The cause holds the same words.
  return error instanceof NotReadyError
    ? new NotReadyError(cleaned(error.message), cleaned(error.hint ?? ''))
    : new Error(cleaned(error.message));
};
