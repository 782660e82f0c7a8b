const timeoutMs = 10_000;

/**
 * Asks a shop for its front page, once.
 * @returns the status. Rejects with the cause when there is no answer within 10 s.
 */
export const askShop = async (url: string): Promise<number> => {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: 'follow' });
    await response.arrayBuffer();
    return response.status;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new Error(cause instanceof Error ? cause.message : String(cause), { cause: error });
  }
};
