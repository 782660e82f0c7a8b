import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Version of the package, e.g. `0.1.0`. */
export const packageVersion = (packageRoot: string): string =>
  (JSON.parse(readFileSync(path.join(packageRoot, 'package.json'), 'utf8')) as { version: string }).version;
