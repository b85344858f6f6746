import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils';

import type { Json } from '../immutable';
import { canonicalJson } from './canonical-json';

/**
 * Version of what a step gives and of what is saved behind it: the only place where it stands.
 * Raise it when the same code can give another result than before, and when what is saved behind
 * a step changes (which variables, how, what is told as missing, which files): what an older
 * Kalette saved for the same code then belongs to another fingerprint, and is not taken for it.
 */
export const SAVED_VERSION = 4;

/** What decides the result of a step, as far as the notebook tells. */
export interface StepParts {
  /** Sources in order; ids, positions and names do not count. */
  readonly code: readonly string[];
  readonly definitions: readonly string[];
  /** Parameters read: name, type and default value. */
  readonly parameters: readonly Json[];
  /** Variables and process state received, each with the fingerprint of the step that made it. */
  readonly variables: readonly (readonly [string, string])[];
  /** Fingerprints of the steps it follows without receiving anything. */
  readonly after: readonly string[];
}

/** `sha256:` and 64 hex digits; equal parts give equal text on every platform. */
export function stepFingerprint(
  parts: StepParts,
  saved: number = SAVED_VERSION
): string {
  const text = canonicalJson({
    saved,
    code: parts.code.map(normalised),
    definitions: parts.definitions.map(normalised),
    parameters: parts.parameters,
    variables: parts.variables,
    after: parts.after
  });
  return digest(`kalette-step-1\n${text}`);
}

/** SHA-256 of a text in UTF-8, as `sha256:HEX`. */
export function digest(text: string): string {
  return `sha256:${bytesToHex(sha256(utf8ToBytes(text)))}`;
}

function normalised(source: string): string {
  return source
    .replace(/\r\n?/g, '\n')
    .replace(/[ \t]+$/gm, '')
    .trimEnd();
}
