import { Command } from 'commander';
import path from 'node:path';
import { buildEngine, engineFolder } from '../../adapters/engine/index.ts';
import type { CliContext } from '../context.ts';
import { engineBinaries } from '../engine-binaries.ts';

/** `peakproof engine`: builds k6 with our extension, the Toxiproxy server and the fallback Redis, or finds them built. */
export const engineCommand = (context: CliContext): Command =>
  new Command('engine')
    .description('build the load engine (needs Go), or show where it is')
    .option(
      '--where',
      'print the folder of the engine of these sources, built or not: its last part is a key for a cache',
    )
    .option('--out <folder>', 'build into this folder instead, for the platform that GOOS and GOARCH name')
    .option('--json', 'print the paths as JSON')
    .addHelpText('after', '\nExample:\n  $ peakproof engine')
    .action(async (options: { json?: true; where?: true; out?: string }) => {
      if (options.out !== undefined) {
        const folder = path.resolve(context.cwd, options.out);
        await buildEngine(folder, { onProgress: (text) => context.err(text), env: context.env });
        context.out(folder);
        return;
      }
      if (options.where) {
        context.out(engineFolder(context.env));
        return;
      }
      const binaries = await engineBinaries(context);
      if (options.json) context.out(JSON.stringify(binaries));
      else for (const [name, file] of Object.entries(binaries)) context.out(`${name.padEnd(16)} ${file}`);
    });
