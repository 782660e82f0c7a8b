import { expect, it } from 'vitest';
import { ArgumentProblem, readArguments } from './arguments.ts';

it('reads all there is to say', () => {
  const argv =
    '--profile modern --data d --toxiproxy http://127.0.0.1:8474 --redis r --port 80 --defect breaker-stays-open';
  expect(readArguments(argv.split(' '))).toEqual({
    profile: 'modern',
    dataFolder: 'd',
    toxiproxyUrl: 'http://127.0.0.1:8474',
    redis: 'r',
    port: 80,
    defects: ['breaker-stays-open'],
  });
});

it('needs little', () => {
  expect(readArguments(['--data', 'd'])).toMatchObject({ profile: 'modern', toxiproxyUrl: null, port: 0, defects: [] });
});

it.each([
  ['no folder', '', 'data'],
  ['a profile that there is not', '--data d --profile old', 'modern and legacy'],
  ['a port that there is not', '--data d --port 70000', '65535'],
  ['a defect that there is not', '--data d --defect gremlins', 'cart-lost-with-cache'],
  ['a defect in the monolith', '--data d --profile legacy --defect oversell-race', 'modern'],
])('refuses %s and says what is allowed', (_what, line, words) => {
  const argv = line.split(' ').filter((word) => word !== '');
  expect(() => readArguments(argv)).toThrow(ArgumentProblem);
  expect(() => readArguments(argv)).toThrow(words);
});
