import { Command } from 'commander';
import { probeEndpoint } from '../../adapters/autocannon/probe-endpoint.ts';
import { parseDurationSeconds } from '../../core/duration.ts';
import { proxyCost, type EndpointFigures } from '../../core/endpoint-figures.ts';
import { BadInputError, type Problem } from '../../core/errors.ts';
import { isLoopback } from '../../core/loopback.ts';
import type { CliContext } from '../context.ts';
import { wholeNumber } from '../whole-number.ts';

interface ProbeOptions {
  readonly through?: string;
  readonly connections: number;
  readonly duration: string;
  readonly allowHost: readonly string[];
  readonly json?: true;
}

const timeoutSeconds = 10;
const longestSeconds = 300;

const urlProblems = (place: string, url: string, allowedHosts: readonly string[]): Problem[] => {
  if (!URL.canParse(url) || !['http:', 'https:'].includes(new URL(url).protocol))
    return [
      { file: 'command line', path: place, message: 'not a URL', received: url, allowed: 'http://… or https://…' },
    ];
  const { hostname } = new URL(url);
  if (isLoopback(hostname) || allowedHosts.includes(hostname)) return [];
  const message = `${hostname} is not on the list of hosts that may be touched`;
  return [
    {
      file: 'command line',
      path: place,
      message,
      received: url,
      allowed: `loopback; or --allow-host ${hostname}, if it is yours`,
    },
  ];
};

const seconds = (text: string): number | string => {
  const parsed = parseDurationSeconds(text);
  if (typeof parsed === 'string') return parsed;
  return parsed > 0 && parsed <= longestSeconds ? parsed : `must be longer than 0 and at most ${longestSeconds} s`;
};

const line = (name: string, figures: EndpointFigures): string => {
  const { p50Ms, p95Ms, p99Ms, responsesPerSecond, errors, badStatus } = figures;
  const ms = (value: number): string => `${value.toFixed(2)} ms`.padStart(11);
  const bad = `${errors} errors, ${badStatus} bad statuses`;
  return `${name.padEnd(8)} p50 ${ms(p50Ms)}  p95 ${ms(p95Ms)}  p99 ${ms(p99Ms)}  ${responsesPerSecond.toFixed(0).padStart(7)} responses/s  ${bad}`;
};

const action =
  (context: CliContext) =>
  async (url: string, options: ProbeOptions): Promise<void> => {
    const durationSeconds = seconds(options.duration);
    const problems: Problem[] = [
      ...urlProblems('url', url, options.allowHost),
      ...(options.through === undefined ? [] : urlProblems('--through', options.through, options.allowHost)),
    ];
    if (typeof durationSeconds === 'string')
      problems.push({
        file: 'command line',
        path: '--duration',
        message: durationSeconds,
        received: options.duration,
        allowed: '10s, 1m',
      });
    if (problems.length > 0 || typeof durationSeconds === 'string') throw new BadInputError(problems);

    const ask = (target: string): Promise<EndpointFigures> => {
      context.err(`Asking ${target} over ${options.connections} connections for ${durationSeconds} s`);
      const request = { url: target, connections: options.connections, durationSeconds, timeoutSeconds };
      return probeEndpoint(request, context.signal);
    };
    const direct = await ask(url);
    const through = options.through === undefined || context.signal.aborted ? null : await ask(options.through);
    const cost = through === null ? null : proxyCost(direct, through);
    if (options.json === true) {
      context.out(JSON.stringify({ direct, through, proxyCost: cost }));
      return;
    }
    context.out(line('direct', direct));
    if (through === null || cost === null) return;
    context.out(line('through', through));
    context.out(
      `The proxy adds ${cost.p50AddedMs.toFixed(2)} ms to the median and ${cost.p95AddedMs.toFixed(2)} ms to the p95, at ${(cost.throughputRatio * 100).toFixed(0)} % of the throughput.`,
    );
  };

/** `peakproof probe`: what one endpoint can do before any journey, directly and through a proxy. */
export const probeCommand = (context: CliContext): Command =>
  new Command('probe')
    .description('ask one endpoint as fast as it goes: the floor before any journey, and what a proxy costs')
    .argument('<url>', 'the endpoint, asked directly')
    .option('--through <url>', 'the same endpoint behind its proxy')
    .option('--connections <n>', 'connections at once', wholeNumber('--connections', 10_000), 10)
    .option('--duration <time>', 'for each', '10s')
    .option('--allow-host <host...>', 'hosts that may be asked, beside loopback', [])
    .option('--json', 'print the figures as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  $ peakproof probe http://127.0.0.1:3000/ --through http://127.0.0.1:3001/ --duration 5s',
    )
    .action(action(context));
