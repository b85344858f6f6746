import { asksPerson } from '../../../messages/dynamic';
import { askedParameter } from '../../fixes/parameters';
import { moveToStep } from '../../fixes/statements';
import { preludeActs } from '../../../messages/tags';
import { runsCommand } from '../../library/commands';
import { generatorOf, mayGiveOther } from '../../library/differing';
import { figureUse } from '../../library/figures';
import { withEnding } from '../../library/file-names';
import { givenFor } from '../../library/file-uses';
import { filesOfCall, guessedMode, looksLikeFile } from '../../library/files';
import { unpickles } from '../../library/functions';
import { changedMember, registrationOf } from '../../library/patches';
import { remember } from '../../library/remember';
import {
  isFitting,
  stateBehind,
  stateOfCall,
  type StateKey,
  type StateUse
} from '../../library/state';
import { MUTATING, soundsMutating } from '../../library/methods';
import { objectsOf } from './held';
import { type Call } from './calls';
import { STATES } from '../heap/effects';
import { noteCommandCall } from '../process/commands';
import { noteDiffering } from '../process/differing';
import { drawOn, noteFigure } from '../process/figures';
import { touchFile, touchIn } from '../process/files';
import { folderMode } from '../process/made-folders';
import { noteLocalCall } from '../process/local-modules';
import { noteModule } from '../process/modules';
import { noteMemberChange, noteRegistration } from '../process/patches';
import { drawIfRandom } from './draws';
import { HANDLERS, HERE } from './method-effects';
import { isMapping } from './mapping';
import { itemsOf } from '../heap/objects';
import { type Abstract } from '../heap/values';
import { readClasses } from '../names/reads';
import { whereOf } from '../places';
import { hasState, touchState } from '../process/states';
import { PRELUDE, type Site } from '../heap/versions';
import { reportOnce, type World } from '../world';

const ASKING = new Set(['builtins.input', 'getpass.getpass']);

const RELOAD = 'importlib.reload';

const REACHES_OUT =
  /^(?:urllib\.request\.url(?:retrieve|open)|requests\.(?:get|post|put|delete)|time\.sleep|subprocess\.\w+|os\.system|wget\.download|gdown\.download)$/;

/** What a call of a library function does besides giving a value: state, files, registers. */
export function noteEffects(w: World, path: string, given: Call): void {
  const { args, site } = given;
  w.printed += path === 'builtins.print' ? 1 : 0;
  if (isQuiet(path)) {
    noteLocalCall(w, path, given);
    drawOn(w, given);
    noteReceiver(w, path, given);
    return;
  }
  noteDiffering(w, path, given);
  noteCommandCall(w, path, given);
  noteRegistration(w, path, given);
  noteMemberChange(w, path, given);
  noteLocalCall(w, path, given);
  noteFigure(w, path, site);
  drawOn(w, given);
  const hasRandomState = args.some(({ name }) => name === 'random_state');
  for (const use of given.isPutBack ? [] : stateOfCall(path, hasRandomState)) {
    touchState(w, use, site, false);
  }
  noteReceiver(w, path, given);
  if (isFitting(path)) {
    for (const item of itemsOf(w.heap, objectsOf(args))) {
      drawIfRandom(w, item, given);
    }
  }
  if (unpickles(path)) {
    readClasses(w, given.act, site);
  }
  const isGiven = args.some(
    ({ name }, i) => name === 'mode' || (name === null && i === 1)
  );
  const mode = args.find(
    ({ name }, i) => name === 'mode' || (name === null && i === 1)
  );
  for (const use of filesOfCall(path, mode?.value.text ?? null, isGiven)) {
    const how = use.mode;
    const isFolder = how === 'list' || how === 'folder';
    const passed =
      fileArgument(path, args)?.value ??
      givenFor(args, use)?.value ??
      (isFolder ? HERE : undefined);
    if (passed && (takesPath(path) || isFile(w, passed))) {
      const isChanged = how === 'read' && isMapping(path, given);
      const as = isChanged
        ? 'append'
        : how === 'folder'
          ? folderMode(path, args)
          : how;
      const file = how === 'write' ? fileOf(path, passed, args[1]) : passed;
      touchFile(w, file, as, site);
      if (use.under !== undefined) {
        touchIn(w, file, args[use.under]?.value, as, site);
      }
    }
  }
  guessFiles(w, path, given);
  if (path === RELOAD) {
    for (const { path: module } of itemsOf(w.heap, objectsOf(args))) {
      noteModule(w, module, site);
    }
  }
  noteLogging(w, path, given);
  if (w.maker === PRELUDE && !given.act.definition && REACHES_OUT.test(path)) {
    reportActs(w, path, site);
  }
  if (ASKING.has(path) && w.step) {
    reportAsks(w, path, site);
  }
}

/** `library.load_workbook("a.xlsx")`: a name that says so, and a text that is a file's. */
function guessFiles(w: World, path: string, { args, site }: Call): void {
  const mode = guessedMode(path);
  for (const { value } of mode === null ? [] : args) {
    if (mode !== null && value.text !== null && looksLikeFile(value.text)) {
      touchFile(w, value, mode, site);
    }
  }
}

/** True for what is known to do nothing but give a value, as most functions do. */
const isQuiet = remember(
  path =>
    !ASKING.has(path) &&
    path !== RELOAD &&
    !REACHES_OUT.test(path) &&
    !mayGiveOther(path) &&
    generatorOf(path) === null &&
    !runsCommand(path) &&
    registrationOf(path) === null &&
    changedMember(path) === null &&
    figureUse(path) === null &&
    stateOfCall(path, false).length === 0 &&
    !isFitting(path) &&
    !unpickles(path) &&
    filesOfCall(path, null, false).length === 0 &&
    guessedMode(path) === null &&
    !path.startsWith('logging.')
);

function reportActs(w: World, path: string, site: Site): void {
  reportOnce(w, `DF107 ${site.cell} ${site.at.start}`, () =>
    preludeActs(whereOf(w.notebook, site), `${path}()`, moveToStep(w, site))
  );
}

function reportAsks(w: World, path: string, site: Site): void {
  reportOnce(w, `DF605 ${site.cell} ${site.at.start}`, () =>
    asksPerson(
      whereOf(w.notebook, site),
      path.replace('builtins.', ''),
      askedParameter(w, site)
    )
  );
}

/** True for what takes no file that is open already: whatever it is given is a path. */
const takesPath = remember(path => /^(?:builtins|io|codecs|os)\./.test(path));

/** True for a text or a path; other objects are files already. */
function isFile(w: World, { text, objects, partly }: Abstract): boolean {
  return (
    text !== null ||
    partly !== undefined ||
    itemsOf(w.heap, objects).every(({ path }) => path.startsWith('pathlib.'))
  );
}

/** Where a file is told by its name among the arguments, in any place. */
function fileArgument(
  path: string,
  args: Call['args']
): Call['args'][number] | undefined {
  return isTrainingFile(path)
    ? args.find(({ name }) => name === 'filepath' || name === 'filename')
    : undefined;
}

const isTrainingFile = remember(path =>
  /(?:^|\.)keras\.callbacks\.\w+$/.test(path)
);

function fileOf(
  path: string,
  file: Abstract,
  how: Call['args'][number] | undefined
): Abstract {
  const { text, objects } = file;
  return text === null
    ? file
    : { objects, text: withEnding(path, text, how?.value.text ?? null) };
}

/** Messages go where the process was told to write them. */
function noteLogging(w: World, path: string, { args, site }: Call): void {
  if (path === 'logging.basicConfig') {
    const file = args.find(({ name }) => name === 'filename');
    if (file) {
      touchFile(w, file.value, 'append', site);
    }
    if (args.some(({ name }) => name === 'filename' || name === 'handlers')) {
      touchState(w, { key: HANDLERS, mode: 'write' }, site, false);
    }
  } else if (isLogged(path)) {
    touchState(w, { key: HANDLERS, mode: 'read' }, site, false);
  }
}

const isLogged = remember(path =>
  /^logging\.(?:debug|info|warning|error|exception|critical|log)$/.test(path)
);

/** `os.environ.get(…)`, `sys.path.insert(…)`, `logging.getLogger().setLevel(…)` */
function noteReceiver(w: World, path: string, { site, isTarget }: Call): void {
  const { use, key, isBehind } = receiverOf(path);
  if (use) {
    touchState(w, use, site, false);
    return;
  }
  if (w.states.size === 0) {
    w.heap.run.keys.add(STATES);
    return;
  }
  const isRead = !isTarget || !isBehind;
  if (isRead && hasState(w, key)) {
    touchState(w, { key, mode: 'read' }, site, true);
  }
}

/** What a call says of the state of its library. */
interface Receiver {
  /** Of what it is a method of. */
  readonly use: StateUse | null;
  readonly key: StateKey;
  /** The function itself stands for this state. */
  readonly isBehind: boolean;
}

const receiverOf = remember((path): Receiver => {
  const key: StateKey = `lib:${path.slice(0, path.indexOf('.'))}`;
  const isBehind = stateBehind(path) === key;
  return { use: receiverUse(path), key, isBehind };
});

function receiverUse(path: string): StateUse | null {
  const dot = path.lastIndexOf('.');
  const method = path.slice(dot + 1);
  const key = stateBehind(path.slice(0, dot));
  const isWrite = MUTATING.has(method) || soundsMutating(method);
  return key === null ? null : { key, mode: isWrite ? 'write' : 'read' };
}
