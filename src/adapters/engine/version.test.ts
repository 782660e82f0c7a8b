import { describe, expect, it } from 'vitest';
import { isAtLeast, versionIn } from './version.ts';

describe('versionIn', () => {
  it.each([
    ['go version go1.26.8 linux/amd64', '1.26.8'],
    ['go version go1.21 darwin/arm64', '1.21'],
    ['toxiproxy-server version 2.12.0\n', '2.12.0'],
    ['toxiproxy-server version git', null],
    ['', null],
  ])('%j → %j', (text, version) => {
    expect(versionIn(text)).toBe(version);
  });
});

describe('isAtLeast', () => {
  it.each([
    ['1.21', '1.21', true],
    ['1.21.0', '1.21', true],
    ['1.26.8', '1.21', true],
    ['2.0', '1.21', true],
    ['1.20.14', '1.21', false],
    ['1.9', '1.21', false],
    ['2.12', '2.12.1', false],
  ])('%s ≥ %s: %s', (version, least, expected) => {
    expect(isAtLeast(version, least)).toBe(expected);
  });
});
