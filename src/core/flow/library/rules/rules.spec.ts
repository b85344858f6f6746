import { flowOf } from '../../testing/texts';

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
const OPTUNA = 'import optuna';
const STUDY = 'study = optuna.create_study()';

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

  it.each([
    [NETWORKX, 'G = nx.Graph()\npr = nx.pagerank(G)', 'pr.pop("a")', 'pr'],
    [
      NETWORKX,
      'G = nx.Graph()\npr = nx.shortest_path(G, 1, 2)',
      'pr.append(3)',
      'pr'
    ],
    [NETWORKX, 'G = nx.Graph()\nm = nx.to_numpy_array(G)', 'm.fill(0)', 'm'],
    [NETWORKX, GRAPH, 'G.nodes[1].pop("a")', 'G'],
    [POLARS, `${FRAME}\nv = df.to_numpy()`, 'v.sort()', 'v'],
    [POLARS, `${FRAME}\nv = df.to_dicts()`, 'v.pop()', 'v'],
    [POLARS, `${FRAME}\nv = df.columns`, 'v.remove("a")', 'v'],
    [POLARS, `${FRAME}\nv = df.columns`, 'v.sort()', 'v'],
    [POLARS, `${FRAME}\nv = s.to_list()`, 'v.reverse()', 'v'],
    [POLARS, `${FRAME}\nv = df.to_pandas()`, 'v.pop("a")', 'v'],
    [POLARS, `${FRAME}\nv = df.partition_by("a")`, 'v.pop()', 'v'],
    [SYMPY, 'x = sp.Symbol("x")\nv = sp.solve(x, x)', 'v.sort()', 'v'],
    [SYMPY, 'x = sp.Symbol("x")\nv = x.free_symbols', 'v.add(3)', 'v'],
    [OPTUNA, `${STUDY}\nv = study.trials_dataframe()`, 'v.pop("a")', 'v'],
    [OPTUNA, `${STUDY}\nv = study.best_params`, 'v.pop("a")', 'v'],
    [
      'from scipy import stats',
      'v = stats.norm(0).ppf([2, 1])',
      'v.sort()',
      'v'
    ],
    [
      'import xarray as xr',
      'v = xr.DataArray([1]).to_pandas()',
      'v.pop(0)',
      'v'
    ],
    [
      'import bs4',
      'soup = bs4.BeautifulSoup("<a/>")\nv = soup.find("a")',
      'v.decompose()',
      'soup,v'
    ],
    [
      'from sklearn import linear_model',
      'm = linear_model.Lasso().fit([[1]], [1])',
      'm.sparsify()',
      'm'
    ],
    [
      'from sklearn import linear_model',
      'm = linear_model.Lasso().fit([[1]], [1])',
      'm.coef_.sort()',
      'm'
    ],
    [
      'import openpyxl',
      'wb = openpyxl.Workbook()\nv = wb.create_sheet("a")',
      'v.append([1])',
      'v,wb'
    ],
    [
      'import plotly.express as px',
      'f = px.line(x=[1])',
      'f.for_each_trace(print)',
      'f'
    ],
    ['import graphviz', 'g = graphviz.Digraph()', 'g.edge("a", "b")', 'g']
  ])(
    '%s: what a list, a dict or an array does to itself is seen (%s, %s)',
    (library, made, line, writes) => {
      const use = `print(${writes.replace(',', ', ')})`;
      expect(handedOn(library, made, line, use).writes.join()).toBe(writes);
    }
  );

  it.each([
    [
      'import statsmodels.api as sm',
      'r = sm.OLS([1], [1]).fit()',
      'r.conf_int(), r.get_influence()',
      'r'
    ],
    [
      'import xgboost as xgb',
      'b = xgb.train({}, xgb.DMatrix([[1]]))',
      'b.get_score(), b.trees_to_dataframe()',
      'b'
    ],
    [
      'from PIL import Image',
      'im = Image.new("L", (3, 3))',
      'im.convert("L").crop((0, 0, 1, 1)).getcolors()',
      'im'
    ],
    [
      'import bs4',
      'soup = bs4.BeautifulSoup("<a/>")',
      'soup.find_all("a"), soup.get_text()',
      'soup'
    ],
    [
      'import geopandas as gpd',
      'g = gpd.read_file("a.shp")',
      'g.to_crs(4326).dissolve("a"), g.explore()',
      'g'
    ],
    [
      'import datetime as dt',
      'd = dt.datetime(2020, 1, 1)',
      'd.astimezone(), d.timetuple()',
      'd'
    ],
    [
      'import altair as alt',
      'c = alt.Chart("a")',
      'c.mark_bar().encode(x="a").interactive()',
      'c'
    ],
    [
      'import pandas as pd',
      'd = pd.DataFrame({"a": [1]})',
      'd.pipe(len), d.ewm(1), d.compare(d)',
      'd'
    ],
    [
      'import some_library',
      'v = some_library.make()',
      'v.get_score(), v.plot_tree(0), v.is_ready()',
      'v'
    ]
  ])(
    '%s: ordinary questions are not told of (%s, %s)',
    (library, made, line, name) => {
      const { writes, told } = handedOn(library, made, line, `print(${name})`);
      expect(writes).toEqual([]);
      expect(told.filter(text => text.startsWith('DF402'))).toEqual([]);
    }
  );

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

describe('a function that nothing is known of', () => {
  const flowWith = (one: string, two: string) =>
    flowOf(
      '# imports\nimport some_library as lib',
      `# step:one\n${one}`,
      `# step:two\n${two}`
    );

  it('reads and writes the files that it is told, where its name says so', () => {
    const { value, urgent } = flowWith(
      'lib.save_table([1], "data/out.xyz")',
      'print(lib.load_table("data/out.xyz"))'
    );
    expect(value.edges).toHaveLength(1);
    expect(urgent).toEqual([]);
  });

  it('is taken to do nothing with other texts', () => {
    expect(
      flowWith('lib.save("a b.c", "x")', 'print(lib.load("x"))').value.edges
    ).toEqual([]);
  });
});

describe('a default of a dataclass', () => {
  it('that is a member of an enumeration is not changed with the instance', () => {
    const { value, diagnostics } = flowOf(
      `# functions
from dataclasses import dataclass, field
from enum import Enum
class Kind(Enum):
    A = 1
@dataclass
class Job:
    kind: Kind = Kind.A
    tags: list = field(default_factory=list)`,
      '# step:one\njobs = [Job(), Job(Kind.A)]\nby = {job.kind: job for job in jobs}',
      '# step:two\nby[Kind.A].tags.append(1)',
      '# step:three\nprint(jobs)'
    );
    expect(value.steps[1]?.writes).toEqual(['jobs']);
    expect(diagnostics).toEqual([]);
  });
});
