import { describe, expect, it } from 'vitest';
import { cacheRoot, contentHash, isSource } from './cache.ts';

describe('cacheRoot', () => {
  it.each([
    [{}, '/home/a/.cache/peakproof'],
    [{ XDG_CACHE_HOME: '' }, '/home/a/.cache/peakproof'],
    [{ XDG_CACHE_HOME: '/var/cache' }, '/var/cache/peakproof'],
  ])('%j → %s', (env, root) => {
    expect(cacheRoot(env, '/home/a')).toBe(root);
  });
});

describe('isSource', () => {
  it.each([
    ['go.mod', true],
    ['go.sum', true],
    ['internal/router/router.go', true],
    ['internal/router/router_test.go', false],
    ['cmd/router/default.pgo', true],
    ['README.md', false],
    ['cmd/go.mod', false],
  ])('%s: %s', (path, expected) => {
    expect(isSource(path)).toBe(expected);
  });
});

describe('contentHash', () => {
  const files = { 'go.mod': 'module a', 'main.go': 'package main' };
  const hashOf = (content: Record<string, string>, target = 'linux/x64'): string =>
    contentHash(new Map(Object.entries(content)), target);

  it('does not depend on the order of the files', () => {
    expect(hashOf({ 'main.go': files['main.go'], 'go.mod': files['go.mod'] })).toBe(hashOf(files));
    expect(hashOf(files)).toMatch(/^[0-9a-f]{16}$/);
  });

  it.each([
    ['a content', { ...files, 'main.go': 'package other' }, 'linux/x64'],
    ['a name', { 'go.mod': files['go.mod'], 'other.go': files['main.go'] }, 'linux/x64'],
    ['what belongs to which file', { 'go.mod': 'module amain.go', 'main.go': 'package main' }, 'linux/x64'],
    ['the platform', files, 'darwin/arm64'],
  ])('changes with %s', (_, content, target) => {
    expect(hashOf(content, target)).not.toBe(hashOf(files));
  });
});
