import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { table, type Bench, type Benchmark, type Report } from '../benchmark.ts';
import { inChild } from '../rig/in-child.ts';
import type { JudgedMillion } from '../scripts/judge-books.ts';

const script = fileURLToPath(new URL('../scripts/judge-books.ts', import.meta.url));

const judged = async (bench: Bench, attempts: number, books: string) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'peakproof-bench-books-'));
  try {
    bench.say(`writing ${attempts} attempts, ${books} books`);
    await inChild(bench, script, ['write', folder, String(attempts), books]);
    const mebibytes = (file: string) => statSync(path.join(folder, file)).size / 2 ** 20;
    bench.say('judging them');
    const result = JSON.parse(await inChild(bench, script, ['judge', folder])) as JudgedMillion;
    return { books, ledgerMiB: mebibytes('ledger-w1.ndjson'), auditMiB: mebibytes('audit.json'), ...result };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const run = async (bench: Bench): Promise<Report> => {
  const attempts = bench.quick ? 50_000 : 1_000_000;
  const rows = [await judged(bench, attempts, 'whole'), await judged(bench, attempts, 'broken')];
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
          ledgerMiB: 'ledger, MiB',
          auditMiB: 'audit, MiB',
          readSeconds: 'read in, s',
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
      'Read: every line and every order is checked against its schema, and the lines are gathered by wish. Judged: the join with the books, all nine invariants, and where one is broken another walk through the ledger for what the clients saw. In the broken books every thousandth order is lost, charged twice, or a duplicate. The peak is objects that are needed, for the wishes and for orders and charges, and what the collector leaves lying about meanwhile.',
    ],
  };
};

/** Whether the books of a run far longer than any so far can be judged on the machine that made it. */
export const books: Benchmark = {
  name: 'books',
  summary: 'a million attempts held against the books: time and memory',
  minutes: 2,
  run,
};
