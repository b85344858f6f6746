import { remember } from '../remember';
import { DOCUMENT_RULES } from './documents';
import { MODEL_RULES } from './models';
import { TABLE_RULES } from './tables';
import type { LibraryRules, MethodRules } from './types';
import { VALUE_RULES } from './values';

const RULES: readonly LibraryRules[] = [
  ...TABLE_RULES,
  ...MODEL_RULES,
  ...DOCUMENT_RULES,
  ...VALUE_RULES
];

function find(path: string): MethodRules | null {
  return RULES.find(([from]) => from.test(path))?.[1] ?? null;
}

/** What is known of values that come from a library thing, by its qualified name. */
export const methodRulesOf = remember(find);
