import type { ReadAnswer } from '../../core/cutover/compare-answers.ts';

const timeoutMs = 10_000;

/** What a system answers to GET, redirects not followed. Never rejects: no answer has status 0 and the reason as its body. */
export const readPage = async (url: string): Promise<ReadAnswer> => {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: 'manual' });
    const contentType = (answer.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
    return { status: answer.status, contentType, body: await answer.text() };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { status: 0, contentType: '', body: cause instanceof Error ? cause.message : String(cause) };
  }
};
