import type { Diagnostic, Where } from '../diagnostic';
import { outOfOrder } from '../messages/cells';
import {
  emptyFile,
  noCells,
  noSteps,
  notANotebook,
  notJson,
  notTagged,
  otherFormat
} from '../messages/notebook';
import type { Outcome } from '../phase';
import { isObject, textOf, type JsonObject } from './json';
import { readNotebookSettings } from './notebook-settings';
import { readCellMetadata } from './own-metadata';
import { readCells } from './read-cells';
import { readRoles, type TaggedCell } from './read-roles';
import {
  mergeSettings,
  overlay,
  settingsOfTags,
  type CellSettings
} from './read-settings';
import type { Notebook, StepDeclaration } from './types';

/**
 * Reads a notebook of any quality: the first phase of the compiler.
 *
 * ```
 * nbformat JSON ──cells──▶ RawCell[] ──roles──▶ TaggedCell[] ──declare──▶ steps with settings
 * ```
 *
 * `content` is the parsed JSON, or its text. What cannot be read is a diagnostic, never an
 * exception; without a list of cells the notebook is empty and the diagnostic an error.
 */
export function readNotebook(
  content: unknown,
  file: { readonly name: string }
): Outcome<Notebook> {
  const opened = open(content, file.name);
  if ('problem' in opened) {
    return { value: emptyNotebook(file.name), diagnostics: [opened.problem] };
  }
  const metadata = isObject(opened.notebook['metadata'])
    ? opened.notebook['metadata']
    : {};
  const settings = readNotebookSettings(metadata, file.name);
  const cells = readCells(opened.cells);
  const roles = readRoles(cells.value);
  const steps = declareSteps(roles.value);
  const isTagged = roles.value.some(({ own }) => own);
  return {
    value: {
      settings: settings.value,
      ...readKernel(metadata),
      cells: roles.value.map(({ cell, role, step, own }) => ({
        cell,
        role,
        step,
        own
      })),
      steps: steps.value,
      isTagged
    },
    diagnostics: [
      ...settings.diagnostics,
      ...cells.diagnostics,
      ...judgeWhole(file.name, roles.value, isTagged),
      ...roles.diagnostics,
      ...steps.diagnostics,
      ...judgeOtherMetadata(roles.value)
    ]
  };
}

type Opened =
  | { readonly problem: Diagnostic }
  | { readonly notebook: JsonObject; readonly cells: readonly unknown[] };

function open(content: unknown, name: string): Opened {
  if (typeof content !== 'string') {
    return content === undefined
      ? { problem: emptyFile(name) }
      : openParsed(content, name);
  }
  if (content.trim() === '') {
    return { problem: emptyFile(name) };
  }
  try {
    return openParsed(JSON.parse(content), name);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { problem: notJson(name, reason) };
  }
}

function openParsed(parsed: unknown, name: string): Opened {
  if (!isObject(parsed)) {
    return { problem: notANotebook(name) };
  }
  const format = parsed['nbformat'];
  if (typeof format === 'number' && format !== 4) {
    return { problem: otherFormat(name, format) };
  }
  const cells = parsed['cells'];
  return Array.isArray(cells)
    ? { notebook: parsed, cells }
    : { problem: notANotebook(name) };
}

function emptyNotebook(fileName: string): Notebook {
  const { value: settings } = readNotebookSettings({}, fileName);
  return {
    settings,
    language: null,
    kernel: null,
    cells: [],
    steps: [],
    isTagged: false
  };
}

function readKernel(
  metadata: JsonObject
): Pick<Notebook, 'language' | 'kernel'> {
  const kernel = isObject(metadata['kernelspec']) ? metadata['kernelspec'] : {};
  const info = isObject(metadata['language_info'])
    ? metadata['language_info']
    : {};
  const language = textOf(info['name']) ?? textOf(kernel['language']);
  return {
    language: language?.toLowerCase() ?? null,
    kernel: textOf(kernel['name']) ?? null
  };
}

function declareSteps(
  cells: readonly TaggedCell[]
): Outcome<readonly StepDeclaration[]> {
  const byName = new Map<string, TaggedCell[]>();
  for (const cell of cells) {
    if (cell.step !== null) {
      const group = byName.get(cell.step) ?? [];
      group.push(cell);
      byName.set(cell.step, group);
    }
  }
  const diagnostics: Diagnostic[] = [];
  const value = [...byName].map(([name, group]): StepDeclaration => {
    const read = group.map(readCellSettings);
    const merged = mergeSettings(
      name,
      read.map(({ value }) => value)
    );
    diagnostics.push(...read.flatMap(item => item.diagnostics));
    diagnostics.push(...merged.diagnostics);
    return {
      name,
      cells: group.map(({ cell }) => cell.id),
      prev: group.flatMap(({ prev }) => prev),
      settings: merged.value
    };
  });
  return { value, diagnostics };
}

function readCellSettings({
  cell,
  raw,
  settings
}: TaggedCell): Outcome<CellSettings> {
  const where: Where = { cell: cell.id, index: cell.index };
  const held = readCellMetadata(raw.metadata, where);
  return {
    value: { where, settings: overlay(settingsOfTags(settings), held.value) },
    diagnostics: held.diagnostics
  };
}

/** What is wrong with our metadata in cells of no step, where they set nothing. */
function judgeOtherMetadata(
  cells: readonly TaggedCell[]
): readonly Diagnostic[] {
  return cells
    .filter(({ step, role }) => step === null && role !== 'skip')
    .flatMap(
      ({ cell: { id, index }, raw }) =>
        readCellMetadata(raw.metadata, { cell: id, index }).diagnostics
    );
}

/** What is wrong with the notebook as a whole, if anything. */
function judgeWhole(
  name: string,
  cells: readonly TaggedCell[],
  isTagged: boolean
): readonly Diagnostic[] {
  if (cells.length === 0) {
    return [noCells(name)];
  }
  if (!isTagged) {
    return [notTagged(name)];
  }
  const hasSteps = cells.some(
    ({ role }) => role === 'step' || role === 'metrics'
  );
  return [...(hasSteps ? [] : [noSteps(name)]), ...judgeOrder(cells)];
}

/** DF112, once: the first cell with a lower execution count than one above it. */
function judgeOrder(cells: readonly TaggedCell[]): readonly Diagnostic[] {
  let last = 0;
  for (const { cell, role } of cells) {
    const count = role === 'skip' ? null : cell.executionCount;
    if (count !== null && count < last) {
      return [outOfOrder({ cell: cell.id, index: cell.index })];
    }
    last = count ?? last;
  }
  return [];
}
