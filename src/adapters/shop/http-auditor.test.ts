import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { NotReadyError } from '../../core/errors.ts';
import type { BookSnapshot } from '../../core/wire/audit.ts';
import { httpAuditor } from './http-auditor.ts';

const books: BookSnapshot = {
  atMs: 1,
  digest: 'd',
  sequence: 7,
  stock: [{ sku: 'a', warehouse: 'east', onHand: 3, reserved: 0 }],
  orders: [],
  charges: [],
  movements: [],
};

let server: http.Server | null = null;
const asked: string[] = [];

const serve = (status: number, body: string | null): Promise<string> =>
  new Promise((resolve) => {
    const listening = http.createServer((request, response) => {
      asked.push(request.url ?? '');
      if (body !== null) response.writeHead(status).end(body);
    });
    server = listening;
    listening.listen(0, '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${(listening.address() as AddressInfo).port}/audit`),
    );
  });

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = null;
});

it('asks for what came after the sequence', async () => {
  const url = await serve(200, JSON.stringify(books));
  expect(await httpAuditor(url).snapshot(5)).toEqual(books);
  expect(asked.at(-1)).toBe('/audit?since=5');
});

it.each([
  ['another status', 500, 'no database', 'answered with status 500: no database'],
  ['text', 200, '<html>', 'did not answer with JSON'],
  ['other JSON', 200, JSON.stringify({ ...books, stock: [{ sku: 'a' }] }), 'stock[0].warehouse'],
])('says what is wrong: %s', async (_what, status, body, words) => {
  const failure = httpAuditor(await serve(status, body)).snapshot(0);
  await expect(failure).rejects.toThrow(NotReadyError);
  await expect(failure).rejects.toThrow(words);
});

it('gives up waiting', async () => {
  await expect(httpAuditor(await serve(200, null), 50).snapshot(0)).rejects.toThrow('no whole answer within 50 ms');
});

it('says that nobody listens', async () => {
  const url = await serve(200, '');
  await new Promise((resolve) => server?.close(resolve));
  await expect(httpAuditor(url).snapshot(0)).rejects.toThrow('ECONNREFUSED');
});
