import { httpAuditor, jsonAuditor, sqlAuditor } from '../adapters/shop/index.ts';
import type { AuditorSettings } from '../config/auditor-schema.ts';
import type { Settings } from '../config/settings.ts';
import { BadInputError, type Problem } from '../core/errors.ts';
import { isLoopback } from '../core/loopback.ts';
import type { ShopAuditor } from '../ports.ts';
import type { QuiesceLimits } from '../run/quiesce.ts';

const fromEnvironment = (env: NodeJS.ProcessEnv, name: string, file: string, path: string): string => {
  const value = env[name];
  if (value !== undefined && value !== '') return value;
  throw new BadInputError([
    { file, path, message: `the environment variable ${name} is not set`, allowed: 'set it where you start the run' },
  ]);
};

/** The database's host is known only now; it is held against the list like any other. */
const checkDatabase = (connectionString: string, { allowedHosts, configFile }: Settings): void => {
  const problem = (message: string, allowed: string): Problem => ({
    file: configFile,
    path: 'auditor.connectionFrom',
    message,
    allowed,
  });
  if (!URL.canParse(connectionString) || !/^postgres(ql)?:$/.test(new URL(connectionString).protocol))
    throw new BadInputError([
      problem('the connection is no address of a PostgreSQL database', 'postgresql://user:password@host:port/database'),
    ]);
  const { hostname } = new URL(connectionString);
  if (isLoopback(hostname) || allowedHosts.includes(hostname)) return;
  throw new BadInputError([
    problem(
      `${hostname} is not on the list of hosts that may be touched`,
      `${['loopback', ...allowedHosts].join(', ')}; add it to allowedHosts if it is yours`,
    ),
  ]);
};

/**
 * The auditor of a user's own shop; null when the configuration names none.
 * @throws BadInputError for an environment variable that is not set, and a database that may not be touched.
 */
export const auditorOf = (env: NodeJS.ProcessEnv, settings: Settings): ShopAuditor | null => {
  const auditor = settings.shop.kind === 'external' ? settings.shop.auditor : null;
  if (auditor === null) return null;
  const timeoutMs = auditor.timeout * 1_000;
  const { configFile: file } = settings;
  switch (auditor.kind) {
    case 'http':
      return httpAuditor(auditor.url, timeoutMs);
    case 'sql': {
      const connectionString = fromEnvironment(env, auditor.connectionFrom, file, 'auditor.connectionFrom');
      checkDatabase(connectionString, settings);
      const { queries, mostRows, sequenceSlack } = auditor;
      return sqlAuditor({ connectionString, queries, timeoutMs, mostRows, sequenceSlack });
    }
    case 'json': {
      const headers = Object.fromEntries(
        Object.entries(auditor.headersFrom).map(([header, name]) => [
          header,
          fromEnvironment(env, name, file, `auditor.headersFrom.${header}`),
        ]),
      );
      const { parts, mostRows, sequenceSlack } = auditor;
      return jsonAuditor({ parts, headers, timeoutMs, mostRows, sequenceSlack });
    }
  }
};

/** How long the books may take to come to rest. */
export const restOf = (auditor: AuditorSettings | null): { readonly rest?: Partial<QuiesceLimits> } =>
  auditor === null ? {} : { rest: { settleMs: auditor.settle * 1_000, deadlineMs: auditor.restWithin * 1_000 } };
