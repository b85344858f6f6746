import { remember } from './remember';

/** What a text of SQL touches besides the tables of its database. */
export interface SqlUses {
  /** What stands where a table does: a table, or else a variable of the program. */
  readonly names: readonly string[];
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** Databases that it opens. */
  readonly opens: readonly string[];
  /** It leaves something in its database, or in the connection. */
  readonly changes: boolean;
}

const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|[A-Za-z_]\w*|[^\s\w]/g;

/** Behind these a table stands, and behind each comma up to the next word of another clause. */
const TABLES = new Set(['from', 'join', 'summarize', 'describe', 'copy']);

const CLAUSES = new Set(
  `where group order limit having qualify window union intersect except on using select set to
  sample offset values returning`.split(/\s+/)
);

/** Words that may stand before a table. */
const SKIPPED = new Set(['lateral', 'only', 'as']);

const FILE_FUNCTION =
  /^(?:read_\w+|parquet_(?:scan|schema|metadata)|sniff_csv|glob)$/;

/** First words of what leaves something in the database, or in the connection. */
const CHANGING = new Set(
  `create insert update delete drop alter truncate set pragma attach detach use load install import
  begin merge`.split(/\s+/)
);

type Tokens = readonly string[];

/**
 * Reads a text in the SQL of DuckDB, where a file in quotes and a variable of the program can stand
 * for a table: https://duckdb.org/docs/stable/guides/python/sql_on_pandas
 */
export const sqlUses = remember((text): SqlUses => {
  const statements = statementsIn(text);
  const tables = statements.flatMap(tablesIn);
  const own = new Set(statements.flatMap(ownNames));
  const isFile = (token: string) => token.startsWith("'");
  const files = (find: (tokens: Tokens) => Tokens) =>
    statements.flatMap(find).filter(isFile).map(unquoted);
  return {
    names: tables
      .filter(token => !isFile(token))
      .map(token => (token.startsWith('"') ? unquoted(token) : token))
      .filter(name => !own.has(name)),
    reads: [...tables.filter(isFile).map(unquoted), ...files(filesRead)],
    writes: files(filesWritten),
    opens: files(tokens => behind(tokens, 'attach', 'database')),
    changes: statements.some(([first = '']) =>
      CHANGING.has(first.toLowerCase())
    )
  };
});

/** The words and signs of each statement, without comments. */
function statementsIn(text: string): readonly Tokens[] {
  const statements: string[][] = [[]];
  for (const token of text.match(TOKEN) ?? []) {
    if (token === ';') {
      statements.push([]);
    } else if (!/^(?:--|\/\*)/.test(token)) {
      statements.at(-1)?.push(token);
    }
  }
  return statements;
}

/** What stands in the places of tables: names, and files in quotes. */
function tablesIn(tokens: Tokens): Tokens {
  const found: string[] = [];
  // For each bracket around a place whether commas part tables there.
  const lists = [false];
  let isTable = false;
  tokens.forEach((token, i) => {
    const word = token.toLowerCase();
    if (isTable && !SKIPPED.has(word) && isNamed(token, tokens[i + 1])) {
      found.push(token);
    }
    isTable =
      TABLES.has(word) ||
      (isTable && SKIPPED.has(word)) ||
      (token === ',' && lists.at(-1) === true);
    if (token === '(') {
      lists.push(false);
    } else if (token === ')') {
      lists.pop();
    } else if (TABLES.has(word) || CLAUSES.has(word)) {
      lists[lists.length - 1] = TABLES.has(word);
    }
  });
  return found;
}

/** True for a name or a file; functions and tables of other schemas are none. */
function isNamed(token: string, next: string | undefined): boolean {
  return /^['"A-Za-z_]/.test(token) && next !== '(' && next !== '.';
}

/** Names that the text gives to queries of its own: `with name as (…)`. */
function ownNames(tokens: Tokens): Tokens {
  return tokens.filter(
    (_, i) =>
      tokens[i + 1]?.toLowerCase() === 'as' &&
      /^(?:\(|not|materialized)$/i.test(tokens[i + 2] ?? '')
  );
}

/** The first arguments of functions that read files: one file, or several in brackets. */
function filesRead(tokens: Tokens): Tokens {
  return tokens.flatMap((token, i) => {
    if (!FILE_FUNCTION.test(token.toLowerCase()) || tokens[i + 1] !== '(') {
      return [];
    }
    const rest = tokens.slice(i + 2);
    const end = rest.findIndex(
      rest[0] === '[' ? other => other === ']' : other => /^[,)]$/.test(other)
    );
    return rest.slice(0, end < 0 ? rest.length : end);
  });
}

function filesWritten(tokens: Tokens): Tokens {
  const isCopy = tokens[0]?.toLowerCase() === 'copy';
  return [
    ...(isCopy ? behind(tokens, 'to') : []),
    ...(tokens[0]?.toLowerCase() === 'export' ? behind(tokens, 'database') : [])
  ];
}

/** What follows the words, if the statement has them; a second one may be left out. */
function behind(tokens: Tokens, word: string, second?: string): Tokens {
  const words = tokens.map(token => token.toLowerCase());
  const at = words.lastIndexOf(word);
  const after = words[at + 1] === second ? at + 2 : at + 1;
  return at < 0 ? [] : tokens.slice(after, after + 1);
}

function unquoted(token: string): string {
  const quote = token.charAt(0);
  return token.slice(1, -1).replaceAll(quote + quote, quote);
}

const FUNCTION =
  /^(?:duckdb\.(?:sql|query|execute|executemany|from_query|query_df)|polars\.sql|pandasql\.sqldf)$/;

/** True for functions whose text of SQL may name variables of the notebook. */
export const takesSql = remember(path => FUNCTION.test(path));

/** True for a method of a value of this origin that does. */
export function methodTakesSql(path: string, method: string): boolean {
  return (
    /^(?:sql|query|execute|executemany)$/.test(method) &&
    path.startsWith('duckdb.')
  );
}

const RESULTS: Readonly<Record<string, string>> = {
  df: 'pandas.DataFrame',
  fetchdf: 'pandas.DataFrame',
  fetch_df: 'pandas.DataFrame',
  to_df: 'pandas.DataFrame',
  pl: 'polars.DataFrame',
  arrow: 'pyarrow.table',
  to_arrow_table: 'pyarrow.table',
  fetch_arrow_table: 'pyarrow.table'
};

/** Methods whose values are what a query found: numbers, texts, rows and arrays of them. */
const FETCHING = /^(?:fetch\w+|torch|tf|explain|show|to_\w+|write_\w+)$/;

/** What a method of a connection or of a query of DuckDB makes. */
export function resultOfQuery(method: string): {
  readonly path: string;
  readonly isFresh: boolean;
  readonly hazard: string | null;
} {
  const path = RESULTS[method];
  return path !== undefined || FETCHING.test(method)
    ? { path: path ?? 'builtins.list', isFresh: true, hazard: null }
    : { path: 'duckdb.sql', isFresh: false, hazard: QUERY };
}

/** What cannot be handed on to another process. */
export const QUERY = 'query of a database';

/** Connection of a library that its functions use which are given none. */
export const OWN_CONNECTION = 'lib:duckdb connection';
