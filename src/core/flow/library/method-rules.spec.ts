import { flowOf } from '../testing/texts';

/** What the second of three steps hands on to the third, and what is said of it at all. */
function handedOn(
  library: string,
  ...texts: readonly [string, string, string]
) {
  const [one, two, three] = texts;
  const { value, diagnostics } = flowOf(
    `# imports\n${library}`,
    `# step:one\n${one}`,
    `# step:two\n${two}`,
    `# step:three\n${three}`
  );
  return {
    writes: value.steps[1]?.writes ?? [],
    told: diagnostics.map(({ code, message }) => `${code} ${message}`)
  };
}

const POLARS = 'import polars as pl';
const FRAME = 'df = pl.DataFrame({"a": [1]})\ns = df.get_column("a")';
const NETWORKX = 'import networkx as nx';
const GRAPH = 'G = nx.Graph()\nsub = G.subgraph([1, 2])';
const SYMPY = 'import sympy as sp';
const MATRIX = 'x = sp.Symbol("x")\nM = sp.Matrix([[x, 1]])';

describe('a value whose library is known', () => {
  it.each([
    [POLARS, FRAME, 'df.insert_column(0, s)', 'print(df)', ['df']],
    [POLARS, FRAME, 'd = df.drop_in_place("a")', 'print(df)', ['df']],
    [POLARS, FRAME, 'df.vstack(df, in_place=True)', 'print(df)', ['df']],
    [POLARS, FRAME, 's.extend(s)', 'print(s)', ['s']],
    [NETWORKX, GRAPH, 'G.add_weighted_edges_from([])', 'print(G)', ['G']],
    [NETWORKX, GRAPH, 'G.add_edge(1, 2)', 'print(sub.edges)', ['sub']],
    [SYMPY, MATRIX, 'M.row_op(0, lambda v, i: v)', 'print(M)', ['M']]
  ])('%s: is changed by %s%s', (library, made, line, use, writes) => {
    expect(handedOn(library, made, line, use).writes).toEqual(writes);
  });

  it.each([
    [POLARS, FRAME, 'd = df.with_columns(pl.col("a").alias("b"))', 'print(df)'],
    [POLARS, FRAME, 'd = df.lazy().select(pl.all()).collect()', 'print(df)'],
    [POLARS, FRAME, 'd = df.update(df)', 'print(df)'],
    [NETWORKX, GRAPH, 'n = G.number_of_edges(), G.has_node(1)', 'print(G)'],
    [SYMPY, MATRIX, 'y = M.det(), x.subs(x, 1), M.T', 'print(M, x)']
  ])('%s: is as it was after %s%s', (library, made, line, use) => {
    expect(handedOn(library, made, line, use)).toEqual({
      writes: [],
      told: []
    });
  });

  it('shows what xarray gives of an array in both of them', () => {
    const made =
      'base = np.zeros((2, 2))\nda = xr.DataArray(base, dims=("t", "x"))\nrow = da.isel(t=0)';
    const library = 'import numpy as np, xarray as xr';
    const of = (line: string, use: string) =>
      handedOn(library, made, line, use).writes;
    expect(of('row[:] = 1', 'print(da)')).toEqual(['da']);
    expect(of('da[0, 0] = 1', 'print(row)')).toEqual(['row']);
    expect(of('m = da.mean()', 'print(da, row)')).toEqual([]);
  });
});
