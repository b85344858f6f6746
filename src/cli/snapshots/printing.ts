import type {
  Snapshot,
  SnapshotDiff,
  SnapshotSummary
} from '../../core/api/types';
import { FETCHED } from '../../core/api/buckets';
import { cellsFor, isCloseToAnother, openedAfter } from '../../core/view';
import { byteText, table, visible } from '../printing';
import { codeText, type Contents, filesText } from './contents';
import * as texts from './texts';

/** Snapshots, one a line. */
export function listText(items: readonly SnapshotSummary[]): string {
  const notebooks = new Set(
    items.flatMap(({ runNumber, notebook }) =>
      runNumber === null ? [] : notebook
    )
  );
  return table(
    ['snapshot', 'taken', 'what', 'files', 'size', 'variables'],
    items.map(item => [
      item.id.slice('sha256:'.length, 'sha256:'.length + 12),
      takenAt(item, items),
      notebooks.size > 1 && item.runNumber !== null
        ? `${visible(item.notebook ?? '')}, ${whatOf(item, items)}`
        : whatOf(item, items),
      String(item.files),
      byteText(item.bytes),
      variablesIn(item)
    ])
  );
}

/** How many, and what they take, where that is known. */
function variablesIn({ variables, stateBytes }: SnapshotSummary): string {
  const parts = [
    String(variables),
    stateBytes === undefined ? '' : byteText(stateBytes)
  ];
  return variables === 0 ? '' : parts.filter(part => part !== '').join(', ');
}

/** Characters of a message in a list; the page of one shows all. */
const SHOWN = 80;

function shortened(text: string, most = SHOWN): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** With seconds where the minute does not tell it from `others`. */
function takenAt(
  item: SnapshotSummary,
  others: readonly SnapshotSummary[]
): string {
  return localTime(item.at, isCloseToAnother(item, others));
}

/** `2026-11-22 09:31`, as the clock here has it: it sorts, and no country reads it otherwise. */
function localTime(at: string, withSeconds: boolean): string {
  const time = new Date(at);
  const two = (number: number) => String(number).padStart(2, '0');
  const day = [time.getFullYear(), time.getMonth() + 1, time.getDate()];
  const seconds = withSeconds ? [time.getSeconds()] : [];
  const hour = [time.getHours(), time.getMinutes(), ...seconds];
  return `${day.map(two).join('-')} ${hour.map(two).join(':')}`;
}

/** `others` are asked which one was opened, where that is the moment. */
function whatOf(
  item: SnapshotSummary,
  others: readonly SnapshotSummary[],
  most = SHOWN
): string {
  const { kept, bucket } = item;
  const place =
    item.kind === 'safety' ? beforeOpening(item, others) : momentOf(item, most);
  const from = bucket === FETCHED ? texts.fromElsewhere(place) : place;
  return kept === null ? visible(from) : `${visible(from)} [${visible(kept)}]`;
}

function momentOf(
  { runNumber, step, when, message, isPartial, attempt }: SnapshotSummary,
  most: number
): string {
  return runNumber === null
    ? shortened(message, most) || texts.takenByHand()
    : texts.snapshotOfRun(runNumber, when, step, isPartial, attempt);
}

// As JupyterLab says it; the message of such a one is the store's own, with a path in it.
function beforeOpening(
  item: SnapshotSummary,
  others: readonly SnapshotSummary[]
): string {
  if (item.copied !== undefined) {
    return texts.beforeCopying(item.copied);
  }
  const found = openedAfter(item, others);
  if (!found) {
    return texts.beforeAnother();
  }
  if (found.kind === 'safety') {
    return texts.beforeGoingBack(takenAt(found, others));
  }
  const moment = momentOf(found, SHOWN);
  return texts.beforeOpening(found.kind === 'run' ? moment : `“${moment}”`);
}

/** What of the workspace a snapshot does not have as it was. */
export function remarksOf({
  withheld,
  torn,
  skipped
}: Snapshot): readonly string[] {
  return [
    ...withheld.map(path => texts.withheldFile(visible(path))),
    ...torn.map(path => texts.tornFile(visible(path))),
    ...skipped.map(path => texts.skippedFile(visible(path)))
  ];
}

/** All that is known of one; every file of it with `isAll`. */
export function snapshotText(
  found: Snapshot,
  contents: Contents,
  isAll: boolean,
  opened: SnapshotSummary | null
): string {
  const { files, bytes, state, missing, published, parameters = [] } = found;
  const given = parameters.map(({ name, value }) => [
    visible(name),
    shortened(visible(value))
  ]);
  const about = [
    whatOf(found, opened ? [opened] : [], Infinity),
    found.url,
    texts.snapshotContents(files, byteText(bytes), found.signer.state),
    ...(found.signer.state === 'unknown'
      ? [texts.signerText(found.signer)]
      : [])
  ];
  const variables = state.map(({ name, type, detail }) =>
    [name, type, detail].map(visible)
  );
  const absent = [
    ...missing.map(variable =>
      texts.missingVariable(
        ...([visible(variable.name), visible(variable.reason)] as const),
        cellsFor(variable).map(({ index }) => index)
      )
    ),
    ...remarksOf(found),
    ...found.external.map(path => texts.externalFile(visible(path)))
  ];
  return [
    about,
    published.length > 0
      ? [texts.publishedHead(), ...published.map(url => `  ${url}`).reverse()]
      : [],
    filesText(contents.entries, isAll),
    codeText(contents, isAll),
    variables.length > 0 ? [table(texts.variablesHead(), variables)] : [],
    given.length > 0 ? [table(texts.parametersHead(), given)] : [],
    absent.length > 0 ? [texts.absentHead(), ...absent] : []
  ]
    .filter(part => part.length > 0)
    .map(part => part.join('\n'))
    .join('\n\n');
}

/** Files that differ, one a line. */
export function diffText({ items, total, same }: SnapshotDiff): string {
  const marks = { new: 'A', changed: 'M', deleted: 'D' };
  const lines = items.map(
    ({ change, path }) => `${marks[change]}  ${visible(path)}`
  );
  return [...lines, texts.sameFiles(total - items.length, same)].join('\n');
}
