import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { largestPopulation, testCards, type Customer } from '../../../scenarios/lib/customer.ts';

/** Changes when a seed would give other people. */
const populationVersion = 1;
/** Customers beyond the records are made of two of them: too few would all bear the same names. */
const smallestPopulation = 1_000;
/** Populations kept on this machine, newest first: a run with a fresh seed leaves one behind. */
const keptFiles = 8;

/**
 * People who shop: the same for the same seed. Names and addresses are invented; e-mail is at a domain that nobody can own
 * (RFC 2606), cards are test numbers.
 */
export const makePopulation = async (seed: number, count: number): Promise<Customer[]> => {
  const { Faker, base, en } = await import('@faker-js/faker');
  const faker = new Faker({ locale: [en, base], seed });
  return Array.from({ length: count }, (_, index): Customer => {
    const name = `${faker.person.firstName()} ${faker.person.lastName()}`;
    const local = name.toLowerCase().replace(/[^a-z]+/g, '.');
    return {
      name,
      email: `${local}.${index}@example.com`,
      street: faker.location.streetAddress(),
      postcode: faker.location.zipCode(),
      city: faker.location.city(),
      card: faker.helpers.arrayElement(testCards),
    };
  });
};

const cacheFolder = (env: NodeJS.ProcessEnv): string => {
  const root = env['XDG_CACHE_HOME'];
  return path.join(
    root === undefined || root === '' ? path.join(homedir(), '.cache') : root,
    'peakproof',
    'population',
  );
};

/**
 * Finds the population of a seed, or makes it: at most 20,000 people, fewer where fewer shop. Customers beyond are derived from them
 * (scenarios/lib/customer.ts).
 * @returns absolute path of a JSON array of customers.
 */
export const preparePopulation = async (env: NodeJS.ProcessEnv, seed: number, users: number): Promise<string> => {
  const count = Math.min(Math.max(users, smallestPopulation), largestPopulation);
  const folder = cacheFolder(env);
  const file = path.join(folder, `v${populationVersion}-${seed}-${count}.json`);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  // Written aside and renamed, so that a run started at the same time never reads half of it.
  const aside = `${file}.${randomUUID()}.part`;
  writeFileSync(aside, JSON.stringify(await makePopulation(seed, count)));
  renameSync(aside, file);
  forgetOldest(folder);
  return file;
};

const forgetOldest = (folder: string): void => {
  const changedMs = (name: string): number =>
    statSync(path.join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const byAge = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({ name, changedMs: changedMs(name) }))
    .toSorted((a, b) => b.changedMs - a.changedMs);
  for (const { name } of byAge.slice(keptFiles)) rmSync(path.join(folder, name), { force: true });
};
