import { Command } from 'commander';
import { capacityCommand } from './commands/capacity.ts';
import { chaosCommand } from './commands/chaos.ts';
import { compareCommand } from './commands/compare.ts';
import { cutoverCommand } from './commands/cutover.ts';
import { doctorCommand } from './commands/doctor.ts';
import { engineCommand } from './commands/engine.ts';
import { gameDayCommand } from './commands/gameday.ts';
import { gateCommand } from './commands/gate.ts';
import { initCommand } from './commands/init.ts';
import { janitorCommand } from './commands/janitor.ts';
import { probeCommand } from './commands/probe.ts';
import { rehearseCommand } from './commands/rehearse.ts';
import { reportCommand } from './commands/report.ts';
import { shopCommand } from './commands/shop.ts';
import { soakCommand } from './commands/soak.ts';
import { sloCommand } from './commands/slo.ts';
import type { CliContext } from './context.ts';
import { exitCodeHelp } from './exit-codes.ts';
import { packageVersion } from './version.ts';

const applyToAll = (command: Command, apply: (command: Command) => void): void => {
  apply(command);
  for (const child of command.commands) applyToAll(child, apply);
};

/** The command line of Peakproof; commands print and exit through the context only. */
export const buildProgram = (context: CliContext): Command => {
  const program = new Command('peakproof')
    .description(
      'Proves, before the day, that an online shop survives its peak: load, injected faults, budgets, one verdict.',
    )
    .version(packageVersion(context.packageRoot))
    .addHelpText('after', `\nExample:\n  $ peakproof rehearse\n\n${exitCodeHelp}`);
  program.addCommand(rehearseCommand(context));
  program.addCommand(gameDayCommand(context));
  program.addCommand(capacityCommand(context));
  program.addCommand(soakCommand(context));
  program.addCommand(cutoverCommand(context));
  program.addCommand(gateCommand(context));
  program.addCommand(reportCommand(context));
  program.addCommand(compareCommand(context));
  program.addCommand(initCommand(context));
  program.addCommand(doctorCommand(context));
  program.addCommand(chaosCommand(context));
  program.addCommand(sloCommand(context));
  program.addCommand(probeCommand(context));
  program.addCommand(shopCommand(context));
  program.addCommand(engineCommand(context));
  program.addCommand(janitorCommand(context), { hidden: true });
  applyToAll(program, (command) =>
    command.exitOverride().configureOutput({
      writeOut: (text) => context.out(text.trimEnd()),
      writeErr: (text) => context.err(text.trimEnd()),
    }),
  );
  return program;
};
