import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One call of the CloudWatch API as it came over the wire. */
export interface ReceivedCall {
  /** `DescribeAlarms`, … */
  readonly action: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Answers as the API does: AWS JSON 1.0. */
export const answerJson = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
};

/** Refuses as the API does. */
export const refuse = (response: ServerResponse, status: number, name: string, message: string): void => {
  response.setHeader('x-amzn-query-error', `${name};Sender`);
  answerJson(response, status, { __type: `com.amazonaws.cloudwatch#${name}`, message });
};

/** A server on a free port of loopback that answers each call as the test says; `calls` holds what came. */
export const startAnswering = async (
  answer: (response: ServerResponse, call: ReceivedCall) => void,
): Promise<{ endpoint: string; calls: readonly ReceivedCall[]; stop: () => Promise<void> }> => {
  const calls: ReceivedCall[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const action = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
      const call = { action, input: JSON.parse(body || '{}') as Record<string, unknown> };
      calls.push(call);
      answer(response, call);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = (): Promise<void> => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  return { endpoint: `http://127.0.0.1:${port}`, calls, stop };
};
