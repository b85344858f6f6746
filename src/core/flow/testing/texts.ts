import type { Diagnostic } from '../../diagnostic';
import { readNotebook } from '../../notebook/read-notebook';
import { createFactsMemo } from '../../python/facts/facts';
import { flow } from '../flow';
import type { Flow } from '../types';
import { notebookOf } from './corpus';

/** The flow of a notebook, and what is said about it. */
export interface Analysed {
  readonly value: Flow;
  readonly diagnostics: readonly Diagnostic[];
  /** Errors and warnings, as `DF301: text`. */
  readonly urgent: readonly string[];
}

/** Analyse cells given as texts, each with its tags in a comment on the first line. */
export function flowOf(...texts: readonly string[]): Analysed {
  const cells = texts.map(text => {
    const [first = '', ...lines] = text.trim().split('\n');
    return { tags: first.slice(2).split(' '), source: lines.join('\n') };
  });
  const json = notebookOf({ cells });
  const read = readNotebook(json, { name: 'notebook.ipynb' });
  const { value, diagnostics } = flow(read.value, createFactsMemo());
  const all = [...read.diagnostics, ...diagnostics];
  return {
    value,
    diagnostics: all,
    urgent: all
      .filter(({ severity }) => severity !== 'info')
      .map(({ code, message }) => `${code}: ${message}`)
  };
}
