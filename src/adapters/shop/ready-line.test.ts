import { expect, it } from 'vitest';
import { parseReadyLine } from './ready-line.ts';

const ready = {
  ready: true,
  baseUrl: 'http://127.0.0.1:4000',
  auditUrl: 'http://127.0.0.1:4001/audit',
  databaseUrl: 'postgres://shop:secret@127.0.0.1:4002/postgres',
  resourcesUrl: 'http://127.0.0.1:4001/resources',
  targets: { database: 'database' },
  upstreams: { 'database-standby': '127.0.0.2:5432' },
  servicesUrl: 'http://127.0.0.1:4002',
  pids: [12, 13],
};

it('reads the ready line', () => {
  expect(parseReadyLine(JSON.stringify(ready))).toEqual(ready);
});

it.each([
  ['text', 'listening on 4000'],
  ['cut off', JSON.stringify(ready).slice(0, 40)],
  ['not ready', JSON.stringify({ ...ready, ready: false })],
  ['without an audit', JSON.stringify({ ...ready, auditUrl: undefined })],
  ['a process id of 0', JSON.stringify({ ...ready, pids: [0] })],
])('takes nothing else for it: %s', (_what, line) => {
  expect(parseReadyLine(line)).toBeNull();
});
