import { spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { Bench } from '../benchmark.ts';

const readySchema = z.object({ ready: z.literal(true), baseUrl: z.string() });

/** What a target knows of the requests that it answered since its start. */
const figuresSchema = z.object({
  requests: z.number(),
  p50Ms: z.number(),
  p95Ms: z.number(),
  p99Ms: z.number(),
  connectionsPeak: z.number(),
});
export type ServerFigures = z.infer<typeof figuresSchema>;

export interface Targets {
  readonly baseUrls: readonly string[];
  figures(): Promise<readonly ServerFigures[]>;
  /** Requests answered so far, by all. */
  requests(): Promise<number>;
  stop(): Promise<void>;
}

export interface TargetOptions {
  /** Processes, each on a port of its own. */
  readonly count: number;
  readonly delayMs: number;
  readonly tls: boolean;
}

/** Starts servers to shop at. They end when their standard input closes: with `stop`, or with this process. */
export const startTargets = async (bench: Bench, { count, delayMs, tls }: TargetOptions): Promise<Targets> => {
  const program = await bench.programs.target();
  const args = ['--delay', `${delayMs}ms`, ...(tls ? ['--tls'] : [])];
  const started = await Promise.all(Array.from({ length: count }, () => startTarget(program, args)));
  const figures = () => Promise.all(started.map(({ baseUrl }) => figuresOf(baseUrl)));
  return {
    baseUrls: started.map(({ baseUrl }) => baseUrl),
    figures,
    requests: async () => (await figures()).reduce((sum, { requests }) => sum + requests, 0),
    stop: async () => {
      await Promise.all(started.map(({ stop }) => stop()));
    },
  };
};

const startTarget = async (program: string, args: readonly string[]) => {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const [line] = (await Promise.race([
    once(child.stdout, 'data'),
    exited.then(() => Promise.reject(new Error(`${program} ended before it was ready`))),
  ])) as [Buffer];
  return {
    baseUrl: readySchema.parse(JSON.parse(line.toString())).baseUrl,
    stop: async () => {
      child.stdin.end();
      await exited;
    },
  };
};

const figuresOf = (baseUrl: string): Promise<ServerFigures> =>
  new Promise((resolve, reject) => {
    const answer = (response: http.IncomingMessage) => {
      text(response).then((body) => resolve(figuresSchema.parse(JSON.parse(body))), reject);
    };
    const url = `${baseUrl}/figures`;
    // The target's certificate is its own, made when it started.
    const request = url.startsWith('https:')
      ? https.get(url, { rejectUnauthorized: false }, answer)
      : http.get(url, answer);
    request.once('error', reject);
  });
