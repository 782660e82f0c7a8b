import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { table, type Bench, type Benchmark, type Report } from '../benchmark.ts';
import { inChild } from '../rig/in-child.ts';

const full = { users: 15_000, seconds: 3_600 };
const quick = { users: 500, seconds: 300 };

const script = fileURLToPath(new URL('../scripts/judge-run.ts', import.meta.url));

const resultSchema = z.strictObject({
  verdict: z.string(),
  problems: z.number(),
  requests: z.number(),
  orders: z.number(),
  timelineLines: z.number(),
  readSeconds: z.number(),
  judgeSeconds: z.number(),
  peakRssMiB: z.number(),
});

const run = async (bench: Bench): Promise<Report> => {
  const { users, seconds } = bench.quick ? quick : full;
  const folder = mkdtempSync(path.join(tmpdir(), 'peakproof-bench-judge-'));
  try {
    bench.say(`making the evidence of ${users} users over ${seconds} s`);
    await inChild(bench, script, ['write', folder, String(users), String(seconds)]);
    const bytes = readdirSync(folder).reduce((sum, file) => sum + statSync(path.join(folder, file)).size, 0);
    bench.say('judging it');
    const result = resultSchema.parse(JSON.parse(await inChild(bench, script, ['judge', folder])));
    return {
      settings: { users, runSeconds: seconds },
      tables: [
        table(
          'Judging a run again from its files',
          {
            runSeconds: 'run, s',
            users: 'users',
            requests: 'requests',
            orders: 'orders',
            timelineLines: 'lines of the timeline',
            evidenceMiB: 'evidence, MiB',
            readSeconds: 'reading, s',
            judgeSeconds: 'judging, s',
            peakRssMiB: 'peak RSS, MiB',
            verdict: 'verdict',
          },
          [
            {
              runSeconds: seconds,
              users,
              requests: result.requests,
              orders: result.orders,
              timelineLines: result.timelineLines,
              evidenceMiB: bytes / 2 ** 20,
              readSeconds: result.readSeconds,
              judgeSeconds: result.judgeSeconds,
              peakRssMiB: result.peakRssMiB,
              verdict: result.verdict,
            },
          ],
        ),
      ],
      skipped: [],
      notes: [
        'In a process of its own, as `gate` does it: peak memory is that of the process, with Node.js and TypeScript loaded. The evidence is synthetic (four steps, one worker, one outage).',
      ],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** How long it takes to judge a run of an hour from its files (s), and with how much memory (MiB): what `gate` does. */
export const judge: Benchmark = {
  name: 'judge',
  summary: 'time and memory to judge a run of one hour',
  minutes: 3,
  run,
};
