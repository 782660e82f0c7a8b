import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runEventSchema, type RunEvent } from '../../core/wire/events.ts';
import { machineLineSchema } from '../../core/wire/machine.ts';
import { resourceLineSchema } from '../../core/wire/resources.ts';
import type { RunStore } from '../../ports.ts';
import { auditLines } from './audit-file.ts';
import { writeLines } from './evidence-files.ts';
import { machineFile, readEvidence } from './read-evidence.ts';
import { resourcesFile } from './read-resources.ts';
import { sealFile, sealOf } from './seal.ts';

const appendLine = (folder: string, file: string, line: unknown): void =>
  appendFileSync(path.join(folder, file), `${JSON.stringify(line)}\n`);

/** Appends one event to the run's `events.ndjson`: one write a line, so that two writers do not mix. */
export const appendEventTo = (folder: string, event: RunEvent): void =>
  appendLine(folder, 'events.ndjson', runEventSchema.parse(event));

/** Whole or not at all: a reader never sees half a document. */
const writeWhole = (folder: string, file: string, text: string): void => {
  const target = path.join(folder, file);
  writeFileSync(`${target}.tmp`, text);
  renameSync(`${target}.tmp`, target);
};

/** The same, for what no string may be able to hold. */
const writeLinesWhole = (folder: string, file: string, lines: Iterable<string>): void => {
  const target = path.join(folder, file);
  writeLines(`${target}.tmp`, lines);
  renameSync(`${target}.tmp`, target);
};

const asDocument = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** The evidence of one run as files in a folder, which is made if it is not there. */
export const openRunStore = (folder: string): RunStore => {
  mkdirSync(folder, { recursive: true });
  return {
    folder,
    appendResources: (line) => appendLine(folder, resourcesFile, resourceLineSchema.parse(line)),
    appendMachine: (line) => appendLine(folder, machineFile, machineLineSchema.parse(line)),
    appendEvent: (event) => appendEventTo(folder, event),
    writePlan: (plan) => writeWhole(folder, 'plan.json', asDocument(plan)),
    writeBudgets: (budgets) => writeWhole(folder, 'budgets.json', asDocument(budgets)),
    writeAudit: (audit) => writeLinesWhole(folder, 'audit.json', auditLines(audit)),
    writeVerdict: (verdict) => writeWhole(folder, 'verdict.json', asDocument(verdict)),
    writeText: (fileName, text) => writeWhole(folder, fileName, text),
    seal: (runId) => writeWhole(folder, sealFile, asDocument(sealOf(folder, runId))),
    readEvidence: () => readEvidence(folder),
  };
};
