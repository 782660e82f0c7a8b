import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makePopulation, preparePopulation } from './population.ts';

describe('makePopulation', () => {
  it('makes the same people for the same seed, and others for another', async () => {
    expect(await makePopulation(5, 20)).toEqual(await makePopulation(5, 20));
    expect(await makePopulation(6, 20)).not.toEqual(await makePopulation(5, 20));
  });

  it('makes the first people of a larger population the same', async () => {
    expect((await makePopulation(5, 50)).slice(0, 20)).toEqual(await makePopulation(5, 20));
  });

  it('gives each an e-mail of its own at a reserved domain', async () => {
    const emails = (await makePopulation(5, 500)).map(({ email }) => email);
    expect(new Set(emails).size).toBe(500);
    expect(emails.filter((email) => !/^[a-z.]+\.\d+@example\.com$/.test(email))).toEqual([]);
  });
});

describe('preparePopulation', () => {
  let cache = '';
  beforeEach(() => (cache = mkdtempSync(path.join(tmpdir(), 'population-'))));
  afterEach(() => rmSync(cache, { recursive: true }));
  const prepare = (seed: number, users: number) => preparePopulation({ XDG_CACHE_HOME: cache }, seed, users);

  it('makes a population once', async () => {
    const file = await prepare(1, 1_030);
    const madeMs = statSync(file).mtimeMs;
    expect(JSON.parse(readFileSync(file, 'utf8'))).toHaveLength(1_030);
    expect(await prepare(1, 1_030)).toBe(file);
    expect(statSync(file).mtimeMs).toBe(madeMs);
  });

  it('makes a thousand for a few shoppers, so that derived customers differ', async () => {
    expect(JSON.parse(readFileSync(await prepare(1, 3), 'utf8'))).toHaveLength(1_000);
  });

  it('keeps a few of many', async () => {
    for (let seed = 0; seed < 12; seed += 1) await prepare(seed, 2);
    expect(readdirSync(path.join(cache, 'peakproof', 'population'))).toHaveLength(8);
  });
});
