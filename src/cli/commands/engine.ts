import { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { engineBinaries } from '../engine-binaries.ts';

/** `peakproof engine`: builds k6 with our extension, the Toxiproxy server and the fallback Redis, or finds them built. */
export const engineCommand = (context: CliContext): Command =>
  new Command('engine')
    .description('build the load engine (needs Go), or show where it is')
    .option('--json', 'print the paths as JSON')
    .addHelpText('after', '\nExample:\n  $ peakproof engine')
    .action(async (options: { json?: true }) => {
      const binaries = await engineBinaries(context);
      if (options.json) context.out(JSON.stringify(binaries));
      else for (const [name, file] of Object.entries(binaries)) context.out(`${name.padEnd(16)} ${file}`);
    });
