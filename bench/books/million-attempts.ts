import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProgram } from '../../src/adapters/engine/run-program.ts';
import { table, type Bench, type Benchmark, type Report } from '../benchmark.ts';
import type { JudgedMillion } from '../scripts/judge-books.ts';

const script = path.join(path.dirname(fileURLToPath(import.meta.url)), '../scripts/judge-books.ts');
const timeoutMs = 5 * 60_000;

/** In a process of its own, so that its peak of memory is that of the evidence and the judge alone. */
const judged = async (attempts: number, isBroken: boolean): Promise<JudgedMillion> => {
  const args = ['--import', 'tsx', script, String(attempts), isBroken ? 'broken' : 'whole'];
  const { exitCode, output, startError } = await runProgram(process.execPath, args, {
    env: process.env,
    cwd: path.dirname(script),
    timeoutMs,
  });
  if (exitCode !== 0) throw new Error(`judge-books.ts ended with ${exitCode}: ${startError ?? output.trim()}`);
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as JudgedMillion;
};

const run = async ({ quick, say }: Bench): Promise<Report> => {
  const attempts = quick ? 50_000 : 1_000_000;
  const rows: (JudgedMillion & { books: string })[] = [];
  for (const books of ['whole', 'broken']) {
    say(`${attempts} attempts, ${books} books`);
    rows.push({ books, ...(await judged(attempts, books === 'broken')) });
  }
  return {
    settings: { attempts, warehouses: 2, skus: 10_000 },
    tables: [
      table(
        'The books judged',
        {
          books: 'books',
          attempts: 'attempts',
          wishes: 'wishes',
          orders: 'orders in the books',
          judgeSeconds: 'judged in, s',
          evidenceRssMiB: 'RSS with the evidence, MiB',
          peakRssMiB: 'peak RSS, MiB',
          brokenInvariants: 'invariants broken',
        },
        rows,
      ),
    ],
    skipped: [],
    notes: [
      'Ledger and audit are made in memory and judged by `judgeBooks`; reading them from files is not in it. In the broken books every thousandth order is lost, charged twice, or a duplicate. The peak holds the evidence itself.',
    ],
  };
};

/** Whether the books of a run far longer than any so far can be judged on the machine that made it. */
export const books: Benchmark = {
  name: 'books',
  summary: 'a million attempts held against the books: time and memory',
  minutes: 1,
  run,
};
