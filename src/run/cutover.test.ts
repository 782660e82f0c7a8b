import { describe, expect, it } from 'vitest';
import { judge } from '../core/judge.ts';
import { healthyRun, syntheticRun } from '../core/testing/synthetic-run.ts';
import { cutoverFileSchema, type CutoverFile } from '../core/wire/cutover.ts';
import { cutover, type CutoverParts, type SideRequest } from './cutover.ts';

const calm = {
  ...healthyRun,
  fault: null,
  outages: [],
  budgets: healthyRun.budgets.filter(({ fault }) => fault === null),
};
const verdictOf = (medianMs: number) =>
  judge(syntheticRun({ ...calm, steps: calm.steps.map((step) => ({ ...step, medianMs })) })).verdict;
const [fast, slow] = [verdictOf(120), verdictOf(4_000)];

const partsFor = (changes: Partial<CutoverParts> = {}, isSlow: (side: SideRequest) => boolean = () => false) => {
  const written: CutoverFile[] = [];
  const log: string[] = [];
  const sides: SideRequest[] = [];
  const parts: CutoverParts = {
    id: 'cutover',
    startedAt: '2026-11-27T08:30:00.000Z',
    setting: { virtualUsers: 600, shares: [0.1, 0.5, 1], stageSeconds: 300, old: 'legacy', next: 'modern' },
    compareReads: () => Promise.resolve({ asked: 12, differences: [] }),
    allowsDifferences: false,
    drive: (side) => {
      sides.push(side);
      log.push(`${side.system} ${side.virtualUsers} from ${side.firstSlot}`);
      return Promise.resolve({ verdict: isSlow(side) ? slow : fast, failure: null });
    },
    onStage: (share) => Promise.resolve(void log.push(`router ${share}`)),
    onBackOut: () => Promise.resolve(void log.push('router back')),
    write: (file) => void written.push(file),
    say: () => undefined,
    onReads: () => undefined,
    onJudged: () => undefined,
    signal: new AbortController().signal,
    ...changes,
  };
  return { parts, written, log, sides };
};

describe('cutover', () => {
  it('moves the shares one after the other; each shopper stays with its system', async () => {
    const { parts, written, log } = partsFor();
    const file = await cutover(parts);
    expect(file).toMatchObject({ verdict: 'pass', backOut: null });
    expect(log).toEqual([
      'router 0.1',
      'next 60 from 0',
      'old 540 from 60',
      'router 0.5',
      'next 300 from 0',
      'old 300 from 300',
      'router 1',
      'next 600 from 0',
    ]);
    for (const one of written) expect(cutoverFileSchema.parse(JSON.parse(JSON.stringify(one)))).toEqual(one);
  });

  it('backs out at the first stage that fails, and sees that the old system carries all again', async () => {
    const { parts, log } = partsFor({}, ({ system, virtualUsers }) => system === 'next' && virtualUsers === 300);
    const file = await cutover(parts);
    expect(file).toMatchObject({ verdict: 'fail', backOut: { side: { virtualUsers: 600, outcome: 'pass' } } });
    expect(log.slice(-2)).toEqual(['router back', 'old 600 from 0']);
    expect(file.stages.map(({ outcome }) => outcome)).toEqual(['pass', 'fail']);
  });

  it('goes on whatever the old system breaks', async () => {
    const { parts } = partsFor({}, ({ system }) => system === 'old');
    expect((await cutover(parts)).verdict).toBe('pass');
  });

  it('moves nobody where the systems answer reads differently, unless it may', async () => {
    const differences = [{ path: '/', what: 'status 200 became 404' }];
    const reads = { compareReads: () => Promise.resolve({ asked: 12, differences }) };
    const { parts, log } = partsFor(reads);
    expect(await cutover(parts)).toMatchObject({ verdict: 'fail', stages: [] });
    expect(log).toEqual([]);
    const file = await cutover({ ...parts, allowsDifferences: true });
    expect(file.stages).toHaveLength(3);
    expect(file.verdict).toBe('fail');
  });

  it('backs out when it is interrupted, and drives no more', async () => {
    const controller = new AbortController();
    const { parts, log, sides } = partsFor({ signal: controller.signal });
    const file = await cutover({
      ...parts,
      drive: (side) => {
        if (side.virtualUsers === 300) controller.abort('SIGINT');
        return parts.drive(side);
      },
    });
    expect(file).toMatchObject({ verdict: 'inconclusive', finished: false, backOut: { side: null } });
    expect(log.at(-1)).toBe('router back');
    expect(sides).toHaveLength(4);
  });

  it('backs out after an error, and hands it on', async () => {
    const failure = new Error('no engine');
    const { parts, written, log } = partsFor({ drive: () => Promise.resolve({ verdict: fast, failure }) });
    await expect(cutover(parts)).rejects.toBe(failure);
    expect(log).toEqual(['router 0.1', 'router back']);
    expect(written.at(-1)?.backOut?.because).toBe('no engine');
  });

  it('says so when the router could not be set back: exit code 6', async () => {
    const { parts } = partsFor(
      { onBackOut: () => Promise.reject(new Error('no route')) },
      ({ system }) => system === 'next',
    );
    await expect(cutover(parts)).rejects.toMatchObject({ exitCode: 6 });
    const unmoved = partsFor({ onStage: () => Promise.reject(new Error('no route')) });
    await expect(cutover(unmoved.parts)).rejects.toThrow('no route');
    expect(unmoved.log).toEqual(['router back']);
  });
});
