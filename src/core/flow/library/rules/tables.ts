import { LOOKING, rules, type LibraryRules } from './types';

/** Tables, arrays with labels, graphs and matrices. */
export const TABLE_RULES: readonly LibraryRules[] = [
  [
    // https://docs.pola.rs/api/python/stable/reference/: expressions and lazy frames never change.
    /^polars\.(?:\w+\.)*(?:DataFrame|Series|read_\w+|from_\w+|concat)\b/,
    rules({
      changing:
        'insert_column replace_column drop_in_place extend append set scatter __setitem__',
      unchanging: 'sort reverse update clear remove',
      leaving: `to_numpy to_dict to_dicts to_list to_pandas to_arrow to_torch to_jax rows row rows_by_key
      iter_rows iter_columns partition_by columns dtypes schema shape height width get_columns item`
    })
  ],
  [
    /^polars\./,
    rules({
      unchanging: 'sort reverse update clear remove append extend eval',
      leaving: 'collect_schema columns dtypes schema explain'
    })
  ],
  [
    /^sympy\.(?:\w+\.)*(?:(?:Mutable\w*|Sparse)?Matrix|MatrixBase|zeros|ones|eye|diag|Mutable\w+)\b/,
    rules({
      changing: `row_op col_op row_swap col_swap row_del col_del zip_row_op copyin_matrix
      copyin_list fill simplify add row_mult row_add __setitem__`
    })
  ],
  [/^sympy\./, rules({ unchanging: 'eval' })],
  [
    // https://networkx.org/documentation/stable/reference/classes/
    /^networkx\./,
    rules({
      changing: `add_node add_nodes_from add_edge add_edges_from add_weighted_edges_from
      remove_node remove_nodes_from remove_edge remove_edges_from update clear clear_edges
      add_cycle add_path add_star __setitem__`,
      sharing:
        'subgraph edge_subgraph nodes edges adj degree adjacency succ pred'
    })
  ],
  [
    // https://docs.xarray.dev/en/stable/user-guide/indexing.html: basic indexing gives views.
    /^xarray\./,
    rules({
      changing: 'update load close set_close __setitem__',
      sharing: `sel isel loc squeeze transpose rename rename_vars rename_dims swap_dims assign
      assign_coords assign_attrs drop_vars drop_dims reset_coords set_coords expand_dims stack
      unstack to_dataset to_dataarray to_array to_numpy diagonal get drop_attrs set_index
      reset_index pipe broadcast_like head tail thin drop_isel drop_sel`,
      leaving: 'to_pandas to_dataframe to_dict to_series dims sizes'
    })
  ],
  [
    // https://docs.scipy.org/doc/scipy/reference/sparse.html
    /^scipy\.sparse\./,
    rules({
      changing:
        'setdiag resize sort_indices sum_duplicates eliminate_zeros prune __setitem__'
    })
  ],
  [
    // https://numpy.org/doc/stable/reference/maskedarray.baseclass.html
    /^numpy\.ma\./,
    rules({
      changing:
        'harden_mask soften_mask unshare_mask shrink_mask partition byteswap'
    })
  ],
  [/^numpy\.(?:poly1d|polynomial\.)/, LOOKING],
  [
    // https://spark.apache.org/docs/latest/api/python/reference/: frames never change.
    /^pyspark\./,
    rules({
      unchanging: 'sort',
      leaving: 'toPandas collect take columns dtypes schema'
    })
  ],
  [/^(?:shapely|pyproj|h3)\./, LOOKING]
];
