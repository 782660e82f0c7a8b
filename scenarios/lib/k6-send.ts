import http, { type RefinedParams } from 'k6/http';
import type { Send } from './browser.ts';

/** k6's codes for a request that ran into its time-out, and for a dial that did. */
const timeoutCodes = [1050, 1211];

/**
 * Sends requests with k6, never waiting for one: other shoppers live in the same JavaScript runtime. The engine ties a request to
 * its virtual user by the slot's header, and takes the header off.
 */
export const k6Send =
  (baseUrl: string, slot: number, jar: http.CookieJar): Send =>
  async (request) => {
    const params: RefinedParams<'text' | 'none'> = {
      headers: {
        'User-Agent': 'peakproof',
        'Accept-Encoding': 'gzip, deflate',
        ...request.headers,
        'X-Peakproof-Slot': String(slot),
      },
      jar,
      redirects: 10,
      responseType: request.wantsText ? 'text' : 'none',
      tags: { name: request.name },
      timeout: request.timeoutMs,
    };
    const url = /^https?:\/\//.test(request.path) ? request.path : baseUrl + request.path;
    const response = await http.asyncRequest(request.method, url, request.body, params);
    return {
      status: response.status,
      text: response.body ?? '',
      error: response.error,
      isTimeout: timeoutCodes.includes(response.error_code),
    };
  };
