/** What a call leaves in a library for the rest of the process, and who may need it. */
export interface Registration {
  /** The argument that names what is registered, by position and by keyword; `null` for none. */
  readonly position: number | null;
  readonly keyword: string | null;
  /** What code says besides that name when it uses what was registered. */
  readonly words: readonly string[];
}

const ACCESSOR: Registration = { position: 0, keyword: 'name', words: [] };

const COLORS = ['cmap', 'colormap', 'colormaps', 'get_cmap', 'set_cmap'];

const PROGRESS: Registration = {
  position: null,
  keyword: null,
  words: ['progress_apply', 'progress_map', 'progress_aggregate']
};

const DATABASE: Registration = {
  position: null,
  keyword: null,
  words: ['sqlite3']
};

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
  ['sqlite3.register_adapter', DATABASE],
  ['sqlite3.register_converter', DATABASE]
]);

/** What the call registers; `null` for calls that register nothing. */
export function registrationOf(path: string): Registration | null {
  return REGISTERING.get(path) ?? null;
}
