import http from 'node:http';

export interface JsonRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** From the call to the last byte, ms. */
  readonly timeoutMs: number;
}

export interface JsonAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Connections that are kept: a shop calls its services all the time. */
const agent = new http.Agent({ keepAlive: true, maxSockets: 200 });

/** One call to a service. @throws Error when there is no whole answer in time; any status is an answer. */
export const requestJson = (request: JsonRequest): Promise<JsonAnswer> =>
  new Promise((resolve, reject) => {
    const body = request.body === undefined ? null : JSON.stringify(request.body);
    const { hostname, port, pathname, search } = new URL(request.url);
    const call = http.request({
      hostname,
      port,
      path: pathname + search,
      method: request.method,
      agent,
      headers: {
        ...(body === null ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
        ...request.headers,
      },
    });
    const timer = setTimeout(
      () => call.destroy(new Error(`${request.url}: no whole answer within ${request.timeoutMs} ms`)),
      request.timeoutMs,
    );
    call.on('close', () => clearTimeout(timer));
    call.on('error', reject);
    call.on('response', (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('aborted', () => reject(new Error(`${request.url}: the answer was cut`)));
      answer.on('end', () => {
        try {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: answer.statusCode ?? 0, body: text === '' ? null : (JSON.parse(text) as unknown) });
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    });
    call.end(body ?? undefined);
  });
