import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { seededDraws } from '../../src/core/testing/random-draws.ts';
import { answerOf, scriptedSteps, type Script } from './script.ts';

export interface ScriptedServer {
  readonly baseUrl: string;
  close(): Promise<void>;
}

/** Answers `/browse`, `/cart` and `/checkout` as the script has it for the instant at which a request arrives. */
export const startScriptedServer = async ({ spells }: Script, t0Ms: number): Promise<ScriptedServer> => {
  const draws = seededDraws(1);
  const answer = (response: ServerResponse, status: number, delayMs: number): void => {
    setTimeout(
      () => response.writeHead(status, { 'Content-Type': 'text/html' }).end('<body data-page="any">'),
      delayMs,
    );
  };
  const server = createServer((request, response) => {
    request.resume();
    const step = scriptedSteps.find((name) => request.url === `/${name}`);
    if (step === undefined) {
      answer(response, 404, 0);
      return;
    }
    const { outcome, latencyMs } = answerOf(spells, step, Date.now() - t0Ms, draws);
    // A time-out is no answer at all; the shopper gives up by itself.
    if (outcome !== 'timeout') answer(response, outcome === 'error' ? 503 : 200, latencyMs);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
