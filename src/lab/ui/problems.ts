import type { TranslationBundle } from '@jupyterlab/translation';

import { CommandRegistry } from '@lumino/commands';

import type { Diagnostic, Fix, Severity } from '../../core/diagnostic';
import { onlyTextOf } from '../tags/edit-cells';

/** How grave a problem is, in a word. */
export function severityWord(
  severity: Severity,
  trans: TranslationBundle
): string {
  switch (severity) {
    case 'error':
      return trans.__('Error');
    case 'warning':
      return trans.__('Warning');
    case 'info':
      return trans.__('Note');
  }
}

/** Lets a problem rest at its cell; errors keep the pipeline from running and cannot. */
export function ignoreFix(
  { severity, where, code }: Diagnostic,
  trans: TranslationBundle
): Fix | null {
  return severity === 'error' || !where
    ? null
    : {
        title: trans.__('Ignore here'),
        edits: [{ kind: 'ignore', cell: where.cell, code }]
      };
}

/** How a fix is taken back from where it leaves the keyboard, for its tooltip. */
export function undoWords({ edits }: Fix, trans: TranslationBundle): string {
  const key = onlyTextOf(edits) === null ? 'Z' : 'Accel Z';
  return trans.__('%1 undoes it', CommandRegistry.formatKeystroke(key));
}
