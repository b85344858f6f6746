import { remember } from './remember';

/** What a call leaves in a library for the rest of the process, and who may need it. */
export interface Registration {
  /** The argument that names what is registered, by position and by keyword; `null` for none. */
  readonly position: number | null;
  readonly keyword: string | null;
  /** What code says besides that name when it uses what was registered. */
  readonly words: readonly string[];
  /** Without an argument the call only asks. */
  readonly asks?: boolean;
}

const ACCESSOR: Registration = { position: 0, keyword: 'name', words: [] };

const COLORS = ['cmap', 'colormap', 'colormaps', 'get_cmap', 'set_cmap'];

/** A setting or an entry that all code may use which says one of these. */
const usedBy = (...words: readonly string[]): Registration => ({
  position: null,
  keyword: null,
  words
});

const DATABASE = usedBy('sqlite3');

const CODECS = usedBy('codecs', 'encode', 'decode', 'encoding', 'errors');

const PROGRESS = usedBy('progress_apply', 'progress_map', 'progress_aggregate');

const REGISTERING: ReadonlyMap<string, Registration> = new Map([
  ['pandas.api.extensions.register_dataframe_accessor', ACCESSOR],
  ['pandas.api.extensions.register_series_accessor', ACCESSOR],
  ['pandas.api.extensions.register_index_accessor', ACCESSOR],
  ['csv.register_dialect', { position: 0, keyword: 'name', words: [] }],
  [
    'matplotlib.colormaps.register',
    { position: null, keyword: 'name', words: COLORS }
  ],
  [
    'matplotlib.cm.register_cmap',
    { position: 0, keyword: 'name', words: COLORS }
  ],
  ['tqdm.tqdm.pandas', PROGRESS],
  ['tqdm.auto.tqdm.pandas', PROGRESS],
  ['tqdm.notebook.tqdm.pandas', PROGRESS],
  ['asyncio.set_event_loop_policy', usedBy('asyncio')],
  ['calendar.setfirstweekday', usedBy('calendar')],
  ['codecs.register', CODECS],
  ['codecs.register_error', CODECS],
  ['copyreg.pickle', usedBy('pickle', 'copy', 'deepcopy', 'dumps', 'dump')],
  ['csv.field_size_limit', { ...usedBy('csv'), asks: true }],
  ['jax.config.update', usedBy('jax')],
  ['mimetypes.add_type', usedBy('mimetypes')],
  ['multiprocessing.set_start_method', usedBy('multiprocessing')],
  ['signal.signal', usedBy('signal')],
  ['socket.setdefaulttimeout', usedBy('socket', 'urllib', 'urlopen')],
  ['torch.set_default_device', usedBy('torch')],
  ['xml.etree.ElementTree.register_namespace', usedBy('tostring', 'xml')],
  ['sqlite3.register_adapter', DATABASE],
  ['sqlite3.register_converter', DATABASE]
]);

/** Methods by which Python's own collections change. */
const CHANGING_CONTAINER = new Set([
  'append',
  'appendleft',
  'clear',
  'extend',
  'insert',
  'pop',
  'popitem',
  'remove',
  'setdefault',
  'update'
]);

/** The collection of a module that a call changes: `mod.names` of `mod.names.append`. */
export const changedMember = remember((path): string | null => {
  const [, owner, method] = /^(.+\..+)\.(\w+)$/.exec(path) ?? [];
  return owner && method && CHANGING_CONTAINER.has(method) ? owner : null;
});

/** What the call registers; `null` for calls that register nothing. */
export function registrationOf(path: string): Registration | null {
  return REGISTERING.get(path) ?? null;
}
