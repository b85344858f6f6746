import { flowOf } from '../testing/texts';
import { fileKey } from './file-names';

describe('a database that is a file', () => {
  it.each([
    ['sqlite:///data/my.db', 'data/my.db'],
    ['sqlite+pysqlite:///./my.db?timeout=5', 'my.db'],
    ['sqlite:////srv/my.db', '/srv/my.db'],
    ['duckdb:///my.duckdb', 'my.duckdb'],
    ['sqlite://', null],
    ['sqlite:///:memory:', null],
    ['postgresql://host/name', null]
  ])('%s is %s', (url, key) => {
    expect(fileKey(url)).toBe(key);
  });

  it('makes those wait who use it after another step', () => {
    const { value } = flowOf(
      '# imports\nimport pandas as pd, sqlalchemy as sa\nURL = "sqlite:///my.db"',
      '# step:make\ndf = pd.DataFrame({"a": [1]})\ndf.to_sql("t", URL)',
      '# step:read\nx = pd.read_sql("select * from t", URL)',
      '# step:engine\nengine = sa.create_engine(URL)',
      '# step:other\ny = pd.read_sql("select * from t", "sqlite:///b.db")'
    );
    expect(value.steps.map(({ after }) => after)).toEqual([
      [],
      ['make'],
      ['read'],
      []
    ]);
  });
});
