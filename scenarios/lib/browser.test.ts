import { describe, expect, it } from 'vitest';
import { Browser, type OutgoingRequest, type Send } from './browser.ts';
import { StepEnd, type Answer } from './page.ts';

const ok: Answer = { status: 200, text: 'hello', error: '', isTimeout: false };

const browsing = (answer: (request: OutgoingRequest) => Answer | Promise<Answer>) => {
  const clock = { nowMs: 10_000 };
  const sent: OutgoingRequest[] = [];
  const send: Send = (request) => {
    sent.push(request);
    return Promise.resolve(answer(request));
  };
  const browser = new Browser(send, () => clock.nowMs);
  browser.bePatientUntil(13_000);
  return { browser, clock, sent };
};

const endOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    (error: unknown) => (error instanceof StepEnd ? error.outcome : 'crash'),
  );

describe('Browser', () => {
  it('gives each request the patience that is left', async () => {
    const { browser, clock, sent } = browsing(() => ok);
    await browser.request('GET', '/a');
    clock.nowMs = 12_400;
    await browser.request('GET', '/b', { name: 'the second' });
    expect(sent.map(({ name, timeoutMs }) => [name, timeoutMs])).toEqual([
      ['GET /a', 3_000],
      ['the second', 600],
    ]);
  });

  it('sends nothing without patience', async () => {
    const { browser, clock, sent } = browsing(() => ok);
    clock.nowMs = 13_000;
    expect(await endOf(browser.request('GET', '/'))).toBe('timeout');
    expect(sent).toEqual([]);
  });

  it.each([
    ['ok', { ...ok, status: 302 }],
    ['error', { ...ok, status: 404 }],
    ['error', { ...ok, status: 503 }],
    ['error', { ...ok, status: 0, error: 'connection reset' }],
    ['timeout', { ...ok, status: 0, isTimeout: true }],
  ])('calls it %s: %o', async (outcome, answer) => {
    expect(await endOf(browsing(() => answer).browser.request('GET', '/'))).toBe(outcome);
  });

  it('calls it a time-out when patience ended meanwhile, however the engine puts it', async () => {
    const { browser, clock } = browsing(() => {
      clock.nowMs = 13_001;
      return { ...ok, status: 0, error: 'EOF' };
    });
    expect(await endOf(browser.request('GET', '/'))).toBe('timeout');
  });

  it('fetches assets once, and those that failed again', async () => {
    let isDown = true;
    const { browser, sent } = browsing(({ path }) => ({ ...ok, status: isDown && path === '/b.js' ? 500 : 200 }));
    expect(await endOf(browser.fetchOnce(['/a.css', '/b.js']))).toBe('error');
    isDown = false;
    await browser.fetchOnce(['/a.css', '/b.js']);
    await browser.fetchOnce(['/a.css', '/b.js']);
    expect(sent.map(({ path }) => path)).toEqual(['/a.css', '/b.js', '/b.js']);
    expect(sent.every(({ wantsText }) => !wantsText)).toBe(true);
  });

  it('settles when the last answer is there', async () => {
    let answerSlow: (answer: Answer) => void = () => undefined;
    const slow = new Promise<Answer>((resolve) => (answerSlow = resolve));
    const { browser } = browsing(({ path }) => (path === '/slow' ? slow : { ...ok, status: 500 }));
    const both = Promise.all([browser.request('GET', '/slow'), browser.request('GET', '/bad')]);
    expect(await endOf(both)).toBe('error');
    let isSettled = false;
    const settling = browser.settle().then(() => (isSettled = true));
    await new Promise(setImmediate);
    expect(isSettled).toBe(false);
    answerSlow(ok);
    await settling;
    expect(isSettled).toBe(true);
  });
});
