import { Command } from 'commander';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { BadInputError } from '../../core/errors.ts';
import type { CliContext } from '../context.ts';
import { adapterSkeleton, configSkeleton } from '../skeletons.ts';

/** `peakproof init`: configuration and adapter skeleton for the user's own shop. Never overwrites. */
export const initCommand = (context: CliContext): Command =>
  new Command('init')
    .description('write a configuration and an adapter skeleton for your shop')
    .argument('[folder]', 'where to', '.')
    .option('--base-url <url>', 'the shop', 'http://127.0.0.1:3000')
    .addHelpText('after', '\nExample:\n  $ peakproof init --base-url https://staging.shop.example')
    .action((folder: string, options: { baseUrl: string }) => {
      if (!URL.canParse(options.baseUrl))
        throw new BadInputError([
          {
            file: 'command line',
            path: '--base-url',
            message: 'not a URL',
            received: options.baseUrl,
            allowed: 'http://… or https://…',
          },
        ]);
      const target = path.resolve(context.cwd, folder);
      const files: [string, string][] = [
        ['k6.config.ts', configSkeleton(options.baseUrl)],
        ['scenarios/shops/mine.ts', adapterSkeleton],
      ];
      const there = files.filter(([name]) => existsSync(path.join(target, name)));
      if (there.length > 0)
        throw new BadInputError(
          there.map(([name]) => ({
            file: path.join(target, name),
            path: '(whole file)',
            message: 'is there already and is not overwritten',
          })),
        );
      for (const [name, text] of files) {
        mkdirSync(path.dirname(path.join(target, name)), { recursive: true });
        writeFileSync(path.join(target, name), text);
        context.out(`wrote ${path.join(folder, name)}`);
      }
      context.out(
        'Next: describe the steps of your shop in scenarios/shops/mine.ts, then\n  npx peakproof rehearse --dry-run\n  npx peakproof rehearse --users 50 --duration 2m',
      );
    });
