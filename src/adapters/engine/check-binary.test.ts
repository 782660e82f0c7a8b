import { describe, expect, it } from 'vitest';
import { k6Problem, toxiproxyProblem } from './check-binary.ts';

describe('k6Problem', () => {
  it.each([
    ['peakproof engine contract 5\npeakproof-k6 v2.2.0 (go1.26.8, linux/amd64)\n', null],
    ['k6 v2.2.0 (go1.26.8, linux/amd64)\n', 'it is a k6 without the Peakproof extension'],
    ['peakproof engine contract 1\nk6 v3\n', 'it speaks version 1 of the engine contract, this harness version 5'],
    ['', 'it is a k6 without the Peakproof extension'],
  ])('%j → %j', (output, problem) => {
    expect(k6Problem(output)).toBe(problem);
  });
});

describe('toxiproxyProblem', () => {
  it.each([
    ['toxiproxy-server version 2.12.0\n', null],
    ['toxiproxy-server version 3.0.1\n', null],
    ['toxiproxy-server version 2.9.0\n', 'it is version 2.9.0'],
    ['toxiproxy-server version git\n', 'it does not tell its version'],
    ['nginx version 1.27.0\n', 'it is not a Toxiproxy server'],
  ])('%j → %j', (output, problem) => {
    expect(toxiproxyProblem(output)).toBe(problem);
  });
});
