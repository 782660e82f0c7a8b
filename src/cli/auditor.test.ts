import { describe, expect, it } from 'vitest';
import { auditorSchema } from '../config/auditor-schema.ts';
import type { Settings } from '../config/settings.ts';
import { BadInputError } from '../core/errors.ts';
import { auditorOf } from './auditor.ts';

const settings = (auditor: object | null): Settings =>
  ({
    configFile: 'k6.config.ts',
    allowedHosts: ['db.staging.example'],
    shop: { kind: 'external', auditor: auditor === null ? null : auditorSchema.parse(auditor) },
  }) as unknown as Settings;
const sql = settings({ kind: 'sql', connectionFrom: 'SHOP_DATABASE', queries: {} });

const problemOf = (env: NodeJS.ProcessEnv, given: Settings): string => {
  try {
    auditorOf(env, given);
  } catch (error) {
    if (error instanceof BadInputError) return error.problems.map(({ path, message }) => `${path}: ${message}`).join();
    throw error;
  }
  return 'none';
};

describe('auditorOf', () => {
  it('is none where the configuration names none', () => expect(auditorOf({}, settings(null))).toBeNull());

  it.each([
    [{}, 'auditor.connectionFrom: the environment variable SHOP_DATABASE is not set'],
    [
      { SHOP_DATABASE: 'mysql://db/shop' },
      'auditor.connectionFrom: the connection is no address of a PostgreSQL database',
    ],
    [
      { SHOP_DATABASE: 'postgresql://a:hush@db.production.example/shop' },
      'auditor.connectionFrom: db.production.example is not on the list of hosts that may be touched',
    ],
    [{ SHOP_DATABASE: 'postgresql://a:b@db.staging.example/shop' }, 'none'],
    [{ SHOP_DATABASE: 'postgresql://a:b@127.0.0.1:5432/shop' }, 'none'],
  ])('%o: %s', (env, problem) => expect(problemOf(env, sql)).toBe(problem));

  it('takes secret headers from the environment', () => {
    const json = settings({ kind: 'json', headersFrom: { authorization: 'TOKEN' }, parts: {} });
    expect(problemOf({}, json)).toBe('auditor.headersFrom.authorization: the environment variable TOKEN is not set');
    expect(problemOf({ TOKEN: 'Bearer x' }, json)).toBe('none');
  });
});
