import { remember } from './remember';

/** What the methods of one library's values do. Those that are not named change nothing. */
export interface MethodRules {
  /** They change their receiver. */
  readonly changing: ReadonlySet<string>;
  /** What they give shows what the receiver holds: a change of either is seen in both. */
  readonly sharing: ReadonlySet<string>;
}

const words = (text: string): ReadonlySet<string> =>
  new Set(text.split(/\s+/).filter(word => word !== ''));

const rules = (changing: string, sharing = ''): MethodRules => ({
  changing: words(changing),
  sharing: words(sharing)
});

const NONE = rules('');

/** By the beginning of the path that makes a value: the first that fits. */
const RULES: readonly (readonly [RegExp, MethodRules])[] = [
  [
    // https://docs.pola.rs/api/python/stable/reference/: expressions and lazy frames never change.
    /^polars\.(?:\w+\.)*(?:DataFrame|Series|read_\w+|from_\w+|concat)\b/,
    rules(
      'insert_column replace_column drop_in_place extend append set scatter __setitem__'
    )
  ],
  [/^polars\./, NONE],
  [
    /^sympy\.(?:\w+\.)*(?:(?:Mutable\w*|Sparse)?Matrix|MatrixBase|zeros|ones|eye|diag|Mutable\w+)\b/,
    rules(`row_op col_op row_swap col_swap row_del col_del zip_row_op copyin_matrix copyin_list fill
    simplify add row_mult row_add __setitem__`)
  ],
  [/^sympy\./, NONE],
  [
    // https://networkx.org/documentation/stable/reference/classes/
    /^networkx\./,
    rules(
      `add_node add_nodes_from add_edge add_edges_from add_weighted_edges_from remove_node
      remove_nodes_from remove_edge remove_edges_from update clear clear_edges add_cycle add_path
      add_star __setitem__`,
      'subgraph edge_subgraph nodes edges adjacency'
    )
  ],
  [
    // https://optuna.readthedocs.io/en/stable/reference/study.html: the others only look.
    /^optuna\.(?:study\.)?(?:create_study|load_study|Study)\b/,
    rules(
      `optimize ask tell enqueue_trial add_trial add_trials set_user_attr set_system_attr
      set_metric_names stop`
    )
  ],
  // https://docs.scipy.org/doc/scipy/reference/stats.html: distributions and their frozen forms.
  [/^scipy\.(?:stats|interpolate)\./, NONE],
  [
    // https://docs.xarray.dev/en/stable/user-guide/indexing.html: basic indexing gives views.
    /^xarray\./,
    rules(
      'update load close set_close __setitem__',
      `sel isel loc squeeze transpose rename rename_vars rename_dims swap_dims assign assign_coords
      assign_attrs drop_vars drop_dims reset_coords set_coords expand_dims stack unstack to_dataset
      to_dataarray to_array to_numpy diagonal get drop_attrs set_index reset_index pipe
      broadcast_like head tail thin drop_isel drop_sel`
    )
  ]
];

function find(path: string): MethodRules | null {
  return RULES.find(([from]) => from.test(path))?.[1] ?? null;
}

/** What is known of values that come from a library thing, by its qualified name. */
export const methodRulesOf = remember(find);
