import type { StepName } from '../../notebook/types';
import type { CellOutline } from '../../python/outline/outline';
import { METRICS_STEP } from '../../notebook/types';

/** Names longer than this are cut at a word. Characters. */
const NAME_LENGTH = 40;

/**
 * The step name that a heading or another short text makes: `2.1 *Load* the data` gives
 * `load_data`. Empty when no letter or digit of the Latin alphabet is left.
 */
export function nameOfText(text: string): StepName {
  const plain = text
    .replace(/[*_`~]+/g, ' ')
    .replace(NUMBERING, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<[^>]*>|&\w+;/g, ' ')
    .normalize('NFKD')
    .replace(/\p{M}|['’`]/gu, '')
    .replace(/ß/g, 'ss')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
  const words = plain.split(' ');
  const kept = words.filter(word => !ARTICLES.has(word));
  const name = cut(kept.length > 0 ? kept : words);
  return /^\d/.test(name) ? `step_${name}` : name;
}

/** `2.1 `, `3) `, `IV. `, `Step 2: ` in front of a title. */
const NUMBERING =
  /^\s*(?:(?:step|part|section|chapter|exercise)\s+(?:\d+|[a-z]|[ivx]+)\b\s*[.):–—-]*\s*(?=\S)|\d+(?:\.\d+)*(?:[.):]\s*|\s+)(?=\S)|(?:[a-z]|[ivx]+)[.)]\s+)/i;

const ARTICLES = new Set(['a', 'an', 'the']);

function cut(words: readonly string[]): string {
  let name = '';
  for (const word of words) {
    const longer = name ? `${name}_${word}` : word;
    if (longer.length > NAME_LENGTH) {
      return name || word.slice(0, NAME_LENGTH);
    }
    name = longer;
  }
  return name;
}

/** What cells do, by the functions they call; the first that fits names them. */
const ACTIVITIES: readonly (readonly [StepName, RegExp])[] = [
  ['load', /^(?:read_\w+|load\w*|fetch_\w+|urlopen|urlretrieve|reader)$/],
  ['train', /^(?:fit|train|partial_fit|fit_generator|backward)$/],
  [
    'evaluate',
    /^(?:score|evaluate|predict\w*|\w+_score|\w+_report|confusion_matrix)$/
  ],
  [
    'summarise',
    /^(?:groupby|agg|aggregate|pivot_table|resample|value_counts|crosstab)$/
  ],
  [
    'prepare',
    /^(?:train_test_split|\w*transform|dropna|fillna|drop\w*|merge|concat|get_dummies|apply|astype|rename)$/
  ],
  [
    'save',
    /^(?:to_(?:csv|parquet|excel|json|pickle|sql)|dump|save\w*|write|writerows?)$/
  ],
  ['plot', /^(?:plot\w*|\w*plot|hist\w*|scatter|imshow|show|subplots|figure)$/],
  ['explore', /^(?:head|tail|describe|info|corr|sample|unique)$/]
];

/** What a cell does in one word; empty when it cannot be told. */
export function activityOf({ calls }: CellOutline): StepName {
  const found = ACTIVITIES.find(([, pattern]) =>
    calls.some(call => pattern.test(call))
  );
  return found?.[0] ?? '';
}

const SHORT_COMMENT = /^\p{L}[\p{L}\d ,&'’-]*\.?$/u;

/** A Python name as the name of a step: `makeTable` gives `make_table`. */
function nameOfName(name: string): StepName {
  return nameOfText(name.replace(/([a-z])([A-Z])/g, '$1_$2'));
}

/** A name for cells without a heading; `functions` are those that the notebook defines. */
export function nameOfCode(
  cells: readonly CellOutline[],
  functions: ReadonlySet<string>
): StepName {
  const comment = cells[0]?.comment ?? '';
  const isTitle =
    SHORT_COMMENT.test(comment) && comment.split(/\s+/).length <= 6;
  const own = cells
    .flatMap(({ runs }) => runs)
    .find(call => functions.has(call));
  const [made = ''] = cells.flatMap(({ binds }) => [...binds]);
  return (
    (isTitle && nameOfText(comment)) ||
    (own && nameOfName(own)) ||
    cells.map(activityOf).find(name => name !== '') ||
    nameOfName(made)
  );
}

/** Makes names unique by numbers, in the order given; an empty name becomes `step`. */
export function uniqueNames(names: readonly StepName[]): readonly StepName[] {
  const taken = new Set<StepName>([METRICS_STEP]);
  const wanted = new Set(names);
  return names.map((name, i) => {
    let unique = name || `step_${i + 1}`;
    for (let n = 2; taken.has(unique); n++) {
      const next = `${name || 'step'}_${n}`;
      unique = wanted.has(next) ? unique : next;
    }
    taken.add(unique);
    return unique;
  });
}
