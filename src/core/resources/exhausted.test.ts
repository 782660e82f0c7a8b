import { expect, it } from 'vitest';
import type { ResourceLine, ResourceReading } from '../wire/resources.ts';
import { exhaustedResources } from './exhausted.ts';

const pool = (value: number): ResourceReading => ({
  name: 'pool',
  kind: 'connections',
  value,
  unit: 'count',
  limit: 10,
});
const queue = (value: number): ResourceReading => ({
  name: 'queue',
  kind: 'waiting',
  value,
  unit: 'count',
  limit: null,
});
const loop = (value: number): ResourceReading => ({ name: 'loop', kind: 'processor', value, unit: 'ratio', limit: 1 });
const heap = (value: number): ResourceReading => ({ name: 'heap', kind: 'memory', value, unit: 'MiB', limit: null });

const lines = (...readings: readonly (readonly ResourceReading[])[]): ResourceLine[] =>
  readings.map((resources, index) => ({ v: 1, offsetSeconds: index * 5, resources: [...resources] }));

const namesOf = (given: readonly ResourceLine[], from = 0, to = 1_000) =>
  exhaustedResources(given, from, to).map(({ name, atSeconds, value }) => [name, atSeconds, value]);

it('names what was used up first, with when and how far', () => {
  const given = lines(
    [pool(3), queue(0), loop(0.2), heap(90)],
    [pool(10), queue(2), loop(0.3), heap(95)],
    [pool(10), queue(40), loop(0.97), heap(99)],
    [pool(10), queue(300), loop(1), heap(120)],
  );
  expect(namesOf(given)).toEqual([
    ['pool', 5, 10],
    ['queue', 5, 300],
    ['loop', 10, 1],
  ]);
});

it('does not take one reading for it, and names nothing where nothing was used up', () => {
  expect(namesOf(lines([pool(9)], [pool(10)], [pool(4)], [pool(10)]))).toEqual([]);
  expect(namesOf([])).toEqual([]);
});

it('looks at the given stretch only', () => {
  const given = lines([pool(10)], [pool(10)], [pool(1)], [pool(1)]);
  expect(namesOf(given, 10)).toEqual([]);
});
