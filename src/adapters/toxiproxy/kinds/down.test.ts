import { expect, it } from 'vitest';
import { down } from './down.ts';
import type { FaultPlace } from './mechanism.ts';

const place = { server: { url: 'http://127.0.0.1:1' }, toxicName: '', fault: { proxy: 'rds' } } as FaultPlace;
const proxy = (enabled: boolean) => ({ name: 'rds', listen: '127.0.0.1:20001', upstream: 'x:1', enabled, toxics: [] });

it('refuses a proxy that is down already: healing would undo what another did', () => {
  expect(down.refusal(place, proxy(false))).toContain('not by this fault');
  expect(down.refusal(place, proxy(true))).toBeNull();
});

it('reads back what it did', () => {
  expect(down.missing(place, proxy(false))).toBeNull();
  expect(down.missing(place, proxy(true))).toContain('still enabled');
  expect(down.remaining(place, proxy(true))).toBeNull();
  expect(down.remaining(place, proxy(false))).toContain('rds is still disabled');
});

it('names the command for a person', () => {
  expect(down.byHand(place)).toBe(`curl -X POST -d '{"enabled":true}' http://127.0.0.1:1/proxies/rds`);
});
