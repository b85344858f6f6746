import { flowOf } from '../testing/texts';
import { sqlUses } from './sql';

describe('a text of SQL', () => {
  it.each([
    ['select a from df', ['df']],
    [
      'SELECT * FROM df AS d JOIN other o ON d.k = o.k WHERE d.x > 1',
      ['df', 'other']
    ],
    [
      'select * from a, b where c in (select x, y from inner_one)',
      ['a', 'b', 'inner_one']
    ],
    ['with t as (select * from df) select t.x, y from t', ['df']],
    ['from "my df" select x, z', ['my df']],
    ['select f(x), extract(year from d) from lateral df', ['d', 'df']],
    [
      'create table t as select * from df; insert into t select * from more',
      ['df', 'more']
    ],
    ['select x from main.t -- from nowhere\n/* from nowhere */', []],
    ["select ' from nowhere ' as c, count(*) from range(3)", []],
    ["copy df to 'out.csv'", ['df']],
    ['summarize df', ['df']]
  ])('%s: names what stands for a table', (text, names) => {
    expect(sqlUses(text).names).toEqual(names);
  });

  it('names the files that it reads, writes and opens', () => {
    expect(
      sqlUses(
        "select * from 'a.parquet' join read_csv(['b.csv', 'c.csv'], sep = ';') using (k)"
      )
    ).toMatchObject({ reads: ['a.parquet', 'b.csv', 'c.csv'], changes: false });
    expect(
      sqlUses("copy (select 'it''s' as t from df) to 'o''clock.csv' (header)")
    ).toMatchObject({ writes: ["o'clock.csv"], names: ['df'] });
    expect(
      sqlUses("attach 'w.duckdb' as w; copy t from 'x.csv'")
    ).toMatchObject({
      opens: ['w.duckdb'],
      reads: ['x.csv'],
      changes: true
    });
    expect(sqlUses("export database 'dir'").writes).toEqual(['dir']);
  });

  it.each([
    "select * from '",
    'from',
    'copy to',
    ',,,((',
    ')))from x',
    "read_csv('a'",
    'attach'
  ])('%s: is read as far as it goes', text => {
    expect(() => sqlUses(text)).not.toThrow();
  });
});

describe('a query of DuckDB', () => {
  const flowWith = (one: string, two: string) =>
    flowOf(
      '# imports\nimport duckdb, polars as pl\nimport pandas as pd',
      `# step:one\n${one}`,
      `# step:two\n${two}`
    );

  it.each([
    ['n = duckdb.sql("select count(*) from df").fetchone()'],
    ['n = duckdb.sql(f"select * from df where a > {1 + 1}").df()'],
    ['con = duckdb.connect()\nn = con.execute("select * from df").df()'],
    ['n = duckdb.query("select 1").query("v", "select * from df").df()'],
    ['n = pl.sql("select a from df").collect()']
  ])('reads the variables that it names: %s', text => {
    const { value, urgent } = flowWith('df = pd.DataFrame({"a": [1]})', text);
    expect(value.steps[1]?.reads.map(({ variable }) => variable)).toEqual([
      'df'
    ]);
    expect(urgent).toEqual([]);
  });

  it('reads the files that another step writes', () => {
    const { value } = flowWith(
      'pd.DataFrame({"a": [1]}).to_parquet("raw.parquet")',
      'n = duckdb.sql("from \'raw.parquet\'").df()'
    );
    expect(value.edges).toHaveLength(1);
  });

  it('cannot be handed on itself, but what it finds can', () => {
    const of = (line: string) =>
      flowWith(`df = pd.DataFrame({"a": [1]})\n${line}`, 'print(q)').urgent;
    expect(of('q = duckdb.sql("select * from df").filter("a > 1")')).toEqual([
      expect.stringContaining('DF701: `q` is or holds a query of a database')
    ]);
    expect(
      of('q = duckdb.sql("select * from df").filter("a > 1").df()')
    ).toEqual([]);
  });

  it('needs the tables that another step made in the connection of the process', () => {
    const { urgent } = flowWith(
      'duckdb.sql("create table t as select 1 as a")',
      'print(duckdb.sql("select * from t").fetchall())'
    );
    expect(urgent).toEqual([
      expect.stringContaining('DF504: `two` uses what DuckDB keeps')
    ]);
  });
});
