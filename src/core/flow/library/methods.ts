import { remember } from './remember';

/** What methods do to their receiver, by name, where its class is not known. */
const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Methods that change their receiver. */
export const MUTATING = words(`
  append appendleft add set update pop popleft popitem clear extend extendleft insert remove discard
  sort reverse setdefault rotate difference_update intersection_update symmetric_difference_update
  subtract write writelines truncate seek read readline readlines close flush send throw
  fit fit_transform fit_predict fit_resample partial_fit set_params load_state_dict load_weights
  set_weights compile zero_grad backward step train_on_batch fill resize itemset put setflags
  put_nowait get_nowait execute executemany executescript commit rollback
  fetchone fetchall fetchmany seed setstate register subscribe connect disconnect notify
  add_subplot suptitle tight_layout add_trace update_layout update_traces
  add_node add_edge add_nodes_from add_edges_from remove_node remove_edge
  train eval requires_grad_ tell ask optimize enqueue move_to_end add_argument add_module
  apply_gradients build minimize assign_add assign_sub setLevel addHandler removeHandler
  addFilter record watch advance insert_one insert_many update_one delete_one
  __setitem__ __delitem__ __setattr__ __iadd__ __enter__ __exit__ __next__
  writerow writerows writeheader
`);

/** Origins of values all of whose methods change them: generators of random numbers. */
const ALWAYS_CHANGING =
  /^(?:random\.(?:Random|SystemRandom)|numpy\.random\.(?:default_rng|RandomState|Generator)|torch\.Generator|PIL\.ImageDraw\.(?:Image)?Draw)(?:$|[.[])/;

export const alwaysChanges = remember(path => ALWAYS_CHANGING.test(path));

const WRITING_THROUGH =
  /^(?:collections\.ChainMap|weakref\.proxy|numpy\.random\.Generator|csv\.(?:writer|DictWriter)|PIL\.ImageDraw\.(?:Image)?Draw)$/;

/** True for a value of which a change is one of what it was made from. */
export const writesThrough = remember(path => WRITING_THROUGH.test(path));

const STREAM =
  /^(?:io\.(?:StringIO|BytesIO)|csv\.(?:writer|DictWriter)|numpy\.random\.(?:RandomState|Generator|default_rng)|random\.Random)$/;

/** True for a stream in memory or of random numbers: a function that is given it moves it on. */
export const isStream = remember(path => STREAM.test(path));

/** Origins of values whose methods give new ones, unless told to work in place. */
export function isTabular(path: string): boolean {
  return /^(?:pandas|polars|geopandas)\./.test(path);
}

/** Methods by which tables do change, or else lists, dicts and sets that stand in them. */
export const CHANGING_TABLE = words(`
  insert pop update setdefault __setitem__ set_flags append appendleft extend extendleft remove
  discard sort reverse clear popleft popitem difference_update intersection_update
  symmetric_difference_update
`);

/** Methods and attributes of tables that give lists and dicts, made anew each time. */
export const LEAVING_TABLE = words(
  'tolist to_list to_dict groups indices axes'
);

/** Those that give new arrays. */
export const GIVING_ARRAY = words('unique to_records');

/** Methods of tensors, and of no array of NumPy but `diagonal`, that show the same memory. */
export const VIEWING_TENSOR = words(
  'chunk split unbind narrow select movedim tensor_split hsplit vsplit dsplit unfold diagonal view_as expand_as t'
);

/** Methods that change an array and nothing else. */
export const CHANGING_ARRAY = words('partition byteswap setfield');

const IN_PLACE = words(
  `drop dropna drop_duplicates fillna ffill bfill replace rename rename_axis reset_index set_index
  sort_values sort_index query eval clip where mask interpolate set_axis
  to_crs set_crs set_geometry rename_geometry`
);

/** True for a method of a table that changes it where it is told to work in place. */
export function worksInPlace(method: string): boolean {
  return IN_PLACE.has(method);
}

/** Methods that draw a table. */
const DRAWING = words(
  'plot hist boxplot area bar barh box density hexbin kde line pie scatter'
);

/** True for a method that leaves a table as it is, whatever else it does. */
export function drawsTable(method: string): boolean {
  return DRAWING.has(method);
}

/** Methods whose effect goes through everything that the receiver holds. */
export const DEEP = words(
  'set_params step zero_grad backward fit fit_transform fit_predict partial_fit minimize apply_gradients optimize train_on_batch train eval requires_grad_ load_state_dict apply half float double'
);

/** Mutating methods that put their arguments into the receiver. */
export const STORING = words(`
  append appendleft add update extend extendleft insert setdefault put put_nowait push send
  register subscribe connect add_node add_edge add_nodes_from add_edges_from add_module
  __setitem__ __setattr__ set_params insert_one
`);

/** Methods that give back their receiver. */
export const FLUENT = words(`
  fit partial_fit set_params to eval train cuda cpu requires_grad_
  compile add_argument update_layout update_traces
`);

/** Methods that give something that is in the receiver. */
export const LOADING = words(`
  get pop popleft popitem setdefault items values keys next popitem get_nowait
  __getitem__ most_common elements parameters named_parameters children modules
  get_params named_children state_dict
`);

/** Those of them, on a dict or a list of the notebook, whose result is a container again. */
export const NESTED = words(
  'items values keys popitem most_common elements parameters children modules'
);

/** Those of them that give pairs. */
export const PAIRED = words('items most_common');

/** Those of them whose result looks into the dict whenever it is used. */
export const LOOKING = words('items keys values');

/** Methods of tables whose result looks into the table when something is computed with it. */
export const LOOKING_AT_TABLE = words('groupby rolling resample expanding ewm');

/** Methods whose result is a part of the receiver, whatever it is made from. */
export const PARTING = words(`
  add_argument_group add_mutually_exclusive_group add_subparsers add_parser
  getroot findall iterfind makeelement
`);

/** Methods of open files whose results are texts. */
export const READING = words('read readline readlines tell');

/** Methods and attributes that show the same memory in another shape. */
export const VIEWING = words(`
  T flat real imag reshape ravel view transpose swapaxes squeeze numpy detach values data
  iloc loc at iat unsqueeze expand permute flatten contiguous
`);

/** Attributes through which the object itself is reached. */
export const TRANSPARENT = words(
  'iloc loc at iat str dt cat flat plot bit_generator'
);

/** Methods that only read their receiver. */
export const PURE = words(`
  copy count index items keys values get head tail describe info groupby agg aggregate apply map
  applymap transform mean sum min max std var median mode quantile cumsum cumprod nunique unique
  value_counts sort_values sort_index reset_index set_index rename drop dropna fillna astype merge
  join assign query eval filter isin isna isnull notna notnull pivot pivot_table melt stack unstack
  idxmax idxmin last_valid_index first_valid_index squeeze items keys equals explode
  sample nlargest nsmallest rolling resample shift diff pct_change corr cov clip round abs
  between duplicated drop_duplicates to_dict to_list tolist to_numpy to_frame to_string to_csv
  to_json to_excel to_parquet to_pickle to_html to_markdown to_latex itertuples iterrows iteritems
  predict predict_proba predict_log_proba decision_function score transform inverse_transform
  get_params get_feature_names_out cross_val_score split get_n_splits
  format upper lower strip lstrip rstrip split rsplit splitlines replace startswith endswith find
  rfind encode decode title capitalize casefold center ljust rjust zfill isdigit isalpha isalnum
  isspace islower isupper partition rpartition removeprefix removesuffix translate expandtabs
  swapcase union intersection difference symmetric_difference issubset issuperset isdisjoint
  dot argmax argmin argsort all any astype nonzero cumsum trace diagonal item tobytes conj
  prod ptp searchsorted take repeat compress choose reshape ravel flatten transpose swapaxes
  squeeze view isoformat strftime date time timestamp total_seconds weekday isocalendar
  exists is_file is_dir resolve absolute joinpath with_suffix with_name relative_to glob rglob
  iterdir read_text read_bytes write_text write_bytes mkdir stat as_posix open unlink
  group groups groupdict span match search findall finditer sub fullmatch
  from_dict from_records get_group size first last nth ngroup cumcount
  json raise_for_status summary parameters state_dict named_parameters size dim numel norm
  getvalue getbuffer most_common elements total savefig show get_figure
  is_integer bit_length conjugate hex as_tuple quantize sqrt ln log10
  mro isEnabledFor debug warning error exception critical log getChild
  get_weights evaluate toPandas collect select where orderBy withColumn limit
  as_dict _replace _asdict tostring getroot iter findtext toordinal utcoffset tzname
  memory_usage select_dtypes combine_first where mask eq ne lt le gt ge add sub mul div
  to_datetime tz_localize tz_convert normalize floor ceil dayofweek month year
  export save save_pretrained render compute persist toarray todense tocsr tocsc
  is_alive qsize empty full locked
`);

const CHANGING_VERB =
  /^(?:set|add|remove|delete|del|load|register|insert|append|push|reset|update|clear|init|put|increment|train|fit|_?set)_|_$/;

/** True for a name that says it changes something. */
export const soundsMutating = remember(
  method => CHANGING_VERB.test(method) && !/^__.*__$/.test(method)
);

const READING_VERB =
  /^(?:get(?!_or_)|is|has|to|as|n|num|count|print|show|plot|list|find|iter|describe|predict|inverse|display|dump|export)(?:_|(?=[A-Z]))|_(?:plot|summary|proba)$/;

/** True for a name that says it looks at its receiver and leaves it as it is. */
export const soundsReading = remember(method => READING_VERB.test(method));

/** Methods of strings and numbers whose result is again one. */
export const ATOMIC_RESULT = words(`
  upper lower strip lstrip rstrip replace format join title capitalize casefold center ljust rjust
  zfill encode decode startswith endswith find rfind index count isdigit isalpha isalnum isspace
  islower isupper removeprefix removesuffix translate expandtabs swapcase is_integer bit_length
  isoformat strftime hex total_seconds timestamp tobytes item
`);
