import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseLines } from '../../src/adapters/run-store/evidence-files.ts';
import { readStepTimeline } from '../../src/core/timeline/step-series.ts';
import { mergeLatencyCounts, quantileMs } from '../../src/core/timeline/latency-counts.ts';
import { seededDraws } from '../../src/core/testing/random-draws.ts';
import { timelineLineSchema } from '../../src/core/wire/timeline.ts';
import { table, type Bench, type Benchmark, type Report } from '../benchmark.ts';
import { exactQuantile } from '../figures/quantiles.ts';
import { drawnSampleSets, type SampleSet } from '../figures/sample-sets.ts';
import { startTargets } from '../rig/targets.ts';

const full = { samples: 200_000, recorded: 20_000 };
const quick = { samples: 20_000, recorded: 1_000 };
/** So that many histograms have to be merged, as in a run. */
const samplesPerSecond = 1_000;
const quantiles = [0.5, 0.95, 0.99] as const;
const recorders = 20;

/** Latencies of real requests over loopback, taken one by one with a monotonic clock. */
const recordLatencies = async (bench: Bench, count: number): Promise<SampleSet> => {
  const targets = await startTargets(bench, { count: 1, delayMs: 1, tls: false });
  const agent = new http.Agent({ keepAlive: true, maxSockets: recorders });
  const latenciesNs: number[] = [];
  const request = (url: string) =>
    new Promise<void>((resolve, reject) => {
      http.get(url, { agent }, (response) => response.once('end', resolve).resume()).once('error', reject);
    });
  const record = async (url: string) => {
    while (latenciesNs.length < count) {
      const began = process.hrtime.bigint();
      await request(url);
      latenciesNs.push(Number(process.hrtime.bigint() - began));
    }
  };
  try {
    await Promise.all(Array.from({ length: recorders }, () => record(targets.baseUrls[0] ?? '')));
    return { shape: 'recorded, requests over loopback', latenciesNs: latenciesNs.slice(0, count) };
  } finally {
    agent.destroy();
    await targets.stop();
  }
};

/** Through the engine's recorder and encoder into a timeline, and back by the reader of the judge. */
const throughTimeline = async (program: string, { latenciesNs }: SampleSet) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'peakproof-bench-histograms-'));
  const file = path.join(folder, 'timeline-w1.ndjson');
  try {
    const child = spawn(program, ['--out', file, '--per-second', String(samplesPerSecond)], {
      stdio: ['pipe', 'inherit', 'inherit'],
    });
    const exited = once(child, 'exit');
    const bytes = Buffer.alloc(8 * latenciesNs.length);
    latenciesNs.forEach((latencyNs, index) => bytes.writeBigInt64LE(BigInt(latencyNs), 8 * index));
    child.stdin.end(bytes);
    const [exitCode] = (await exited) as [number | null];
    if (exitCode !== 0) throw new Error(`${program} ended with ${exitCode ?? 'a signal'}`);
    const { value: timeline, problems } = parseLines(file, readFileSync(file, 'utf8'), timelineLineSchema);
    const { steps, problems: unreadable } = readStepTimeline([{ worker: 'w1', timeline, ledger: [] }]);
    const [problem] = [...problems, ...unreadable];
    if (problem !== undefined) throw new Error(`${problem.file} ${problem.what}`);
    return mergeLatencyCounts([...(steps.get('sample')?.values() ?? [])].map(({ good }) => good));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const run = async (bench: Bench): Promise<Report> => {
  const { samples, recorded } = bench.quick ? quick : full;
  const program = await bench.programs.histograms();
  bench.say(`recording ${recorded} requests`);
  const sets = [await recordLatencies(bench, recorded), ...drawnSampleSets(seededDraws(20_261_127), samples)];
  const rows = [];
  for (const set of sets) {
    bench.say(set.shape);
    const merged = await throughTimeline(program, set);
    for (const quantile of quantiles) {
      const exactMs = exactQuantile(set.latenciesNs, quantile) / 1e6;
      const reportedMs = quantileMs(merged, 0, quantile);
      rows.push({
        shape: set.shape,
        samples: set.latenciesNs.length,
        percentile: `p${quantile * 100}`,
        exactMs,
        reportedMs,
        relativeErrorRatio: reportedMs === null ? null : reportedMs / exactMs - 1,
      });
    }
  }
  const worst = Math.max(...rows.map(({ relativeErrorRatio }) => Math.abs(relativeErrorRatio ?? Infinity)));
  return {
    settings: { samplesPerSecond },
    tables: [
      table(
        'Largest error',
        { relativeErrorMostRatio: 'largest relative error', percentiles: 'percentiles compared' },
        [{ relativeErrorMostRatio: worst, percentiles: rows.length }],
      ),
      table(
        'Percentiles of merged histograms against exact ones',
        {
          shape: 'latencies',
          samples: 'samples',
          percentile: 'percentile',
          exactMs: 'exact, ms',
          reportedMs: 'reported, ms',
          relativeErrorRatio: 'relative error',
        },
        rows,
      ),
    ],
    skipped: [],
    notes: [
      `Each set goes through the engine's own recorder, encoder and file, ${samplesPerSecond} samples to a second and so to a histogram, and is read and merged as the judge does. Exact: the order statistic of rank ⌈q·n⌉ of the samples in ns. The histograms have three significant figures, and a bucket counts as its upper end: errors lie between −1 µs and +0.1 %.`,
    ],
  };
};

/**
 * Relative error of p50, p95 and p99 (ratio, without unit) as merged from the timeline's histograms, against the exact percentiles of the
 * same samples: some recorded from real requests, some drawn with one hump, two humps and a heavy tail.
 */
export const percentiles: Benchmark = {
  name: 'percentiles',
  summary: 'percentiles from merged histograms against exact ones',
  minutes: 1,
  run,
};
