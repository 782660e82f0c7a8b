import { Command } from 'commander';
import type { CliContext } from './context.ts';
import { exitCodeHelp } from './exit-codes.ts';
import { packageVersion } from './version.ts';

/** Every command by name, in the order of the help. Each is loaded when it is wanted: together they take a second of CPU. */
const commands: Readonly<Record<string, (context: CliContext) => Promise<Command>>> = {
  rehearse: async (context) => (await import('./commands/rehearse.ts')).rehearseCommand(context),
  gameday: async (context) => (await import('./commands/gameday.ts')).gameDayCommand(context),
  capacity: async (context) => (await import('./commands/capacity.ts')).capacityCommand(context),
  soak: async (context) => (await import('./commands/soak.ts')).soakCommand(context),
  cutover: async (context) => (await import('./commands/cutover.ts')).cutoverCommand(context),
  gate: async (context) => (await import('./commands/gate.ts')).gateCommand(context),
  report: async (context) => (await import('./commands/report.ts')).reportCommand(context),
  compare: async (context) => (await import('./commands/compare.ts')).compareCommand(context),
  init: async (context) => (await import('./commands/init.ts')).initCommand(context),
  doctor: async (context) => (await import('./commands/doctor.ts')).doctorCommand(context),
  chaos: async (context) => (await import('./commands/chaos.ts')).chaosCommand(context),
  slo: async (context) => (await import('./commands/slo.ts')).sloCommand(context),
  probe: async (context) => (await import('./commands/probe.ts')).probeCommand(context),
  shop: async (context) => (await import('./commands/shop.ts')).shopCommand(context),
  engine: async (context) => (await import('./commands/engine.ts')).engineCommand(context),
  janitor: async (context) => (await import('./commands/janitor.ts')).janitorCommand(context),
};

/** Commands of the harness to itself. */
const hidden = new Set(['janitor']);

const applyToAll = (command: Command, apply: (command: Command) => void): void => {
  apply(command);
  for (const child of command.commands) applyToAll(child, apply);
};

/**
 * The command line of Peakproof; commands print and exit through the context only.
 * @param wanted the first argument: only that command is loaded; all are when it names none, as for help.
 */
export const buildProgram = async (context: CliContext, wanted: string | undefined): Promise<Command> => {
  const program = new Command('peakproof')
    .description(
      'Proves, before the day, that an online shop survives its peak: load, injected faults, budgets, one verdict.',
    )
    .version(packageVersion(context.packageRoot))
    .addHelpText('after', `\nExample:\n  $ peakproof rehearse\n\n${exitCodeHelp}`);
  const names = wanted !== undefined && Object.hasOwn(commands, wanted) ? [wanted] : Object.keys(commands);
  for (const name of names) {
    const command = await commands[name]?.(context);
    if (command !== undefined) program.addCommand(command, { hidden: hidden.has(name) });
  }
  applyToAll(program, (command) =>
    command.exitOverride().configureOutput({
      writeOut: (text) => context.out(text.trimEnd()),
      writeErr: (text) => context.err(text.trimEnd()),
    }),
  );
  return program;
};
