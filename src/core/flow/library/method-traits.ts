import { givesDrawing, looksAtDrawing } from './drawings';
import { filesOfMethod } from './files';
import { figureUse, type FigureUse } from './figures';
import {
  ATOMIC_RESULT,
  CHANGING_TABLE,
  DEEP,
  drawsTable,
  FLUENT,
  LOADING,
  LOOKING,
  LOOKING_AT_TABLE,
  MUTATING,
  NESTED,
  PAIRED,
  PARTING,
  PURE,
  READING,
  soundsMutating,
  soundsReading,
  STORING,
  VIEWING
} from './methods';
import { remember } from './remember';

/**
 * What the tables of methods say of one name, looked up in all of them at once: a call asks for
 * most of this, and the same few names are called again and again.
 */
export interface MethodTraits {
  readonly mutates: boolean;
  readonly isPure: boolean;
  /** Its name says that it changes something. */
  readonly soundsMutating: boolean;
  /** Its name says that it only looks. */
  readonly soundsReading: boolean;
  readonly changesTable: boolean;
  readonly drawsTable: boolean;
  readonly looksAtTable: boolean;
  readonly isDeep: boolean;
  readonly stores: boolean;
  readonly isFluent: boolean;
  readonly loads: boolean;
  readonly isNested: boolean;
  readonly isPaired: boolean;
  readonly looks: boolean;
  readonly isParting: boolean;
  readonly reads: boolean;
  readonly views: boolean;
  readonly isAtomic: boolean;
  readonly givesDrawing: boolean;
  readonly looksAtDrawing: boolean;
  readonly figure: FigureUse;
  /** It certainly asks an iterator that it is given for its items. */
  readonly asksForAll: boolean;
  /** Values that are no paths read or write a file by it. */
  readonly touchesFiles: boolean;
  /** It does something that hardly any other method does. */
  readonly isUncommon: boolean;
}

const ASKING_FOR_ALL = new Set(['join', 'extend', 'update', 'writelines']);

/** Methods that are moved to a device, mention names, read arguments or draw by themselves. */
const UNCOMMON = new Set(
  `cuda to query eval parse_args parse_known_args sample rvs split sql execute
  executemany`.split(/\s+/)
);

/** By the name of the method alone. */
export const methodTraits = remember((method): MethodTraits => ({
  mutates: MUTATING.has(method),
  isPure: PURE.has(method),
  soundsMutating: soundsMutating(method),
  soundsReading: soundsReading(method),
  changesTable: CHANGING_TABLE.has(method),
  drawsTable: drawsTable(method),
  looksAtTable: LOOKING_AT_TABLE.has(method),
  isDeep: DEEP.has(method),
  stores: STORING.has(method),
  isFluent: FLUENT.has(method),
  loads: LOADING.has(method),
  isNested: NESTED.has(method),
  isPaired: PAIRED.has(method),
  looks: LOOKING.has(method),
  isParting: PARTING.has(method),
  reads: READING.has(method),
  views: VIEWING.has(method),
  isAtomic: ATOMIC_RESULT.has(method),
  givesDrawing: givesDrawing(method),
  looksAtDrawing: looksAtDrawing(method),
  figure: figureUse(method),
  asksForAll: ASKING_FOR_ALL.has(method),
  touchesFiles: filesOfMethod(method, false, null, false).length > 0,
  isUncommon: UNCOMMON.has(method)
}));
