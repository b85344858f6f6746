import { remember } from './remember';

/** What library functions do, by qualified name. */
const words = (text: string): ReadonlySet<string> =>
  new Set(text.trim().split(/\s+/));

const builtins = (text: string): ReadonlySet<string> =>
  new Set(
    text
      .trim()
      .split(/\s+/)
      .map(name => `builtins.${name}`)
  );

/** Functions whose result is immutable. */
export const ATOMIC = new Set([
  ...builtins(`print len int float str bool bytes complex abs round isinstance issubclass id hash ord
    chr repr format any all range pow divmod hex oct bin callable hasattr input ascii help display
    setattr delattr`),
  ...words(`os.path.join os.path.basename os.path.dirname os.path.exists os.path.abspath os.getcwd
    time.time time.time_ns time.perf_counter time.sleep time.strftime math.sqrt math.floor
    math.ceil math.log math.exp math.sin math.cos math.pow math.isnan json.dumps operator.index
    sys.getrecursionlimit sys.getsizeof statistics.mean statistics.median statistics.stdev
    math.prod math.fsum math.dist math.hypot getpass.getuser platform.system platform.node
    random.random random.randint random.uniform random.gauss random.randrange
    os.cpu_count uuid.uuid4`)
]);

/** Functions that give a new container with what is in their first argument. */
export const COPYING = new Set([
  ...builtins('list dict set tuple sorted frozenset bytearray'),
  ...words(
    'copy.copy copy.replace dataclasses.replace collections.OrderedDict collections.deque collections.Counter'
  )
]);

/** Functions that give an iterator over what is in their arguments. */
export const ITERATING = new Set([
  ...builtins('iter map zip filter enumerate reversed aiter'),
  ...words(`itertools.chain itertools.islice itertools.cycle itertools.count itertools.repeat
    itertools.product itertools.zip_longest itertools.groupby itertools.tee itertools.starmap
    itertools.takewhile itertools.dropwhile itertools.permutations itertools.combinations
    itertools.combinations_with_replacement itertools.pairwise itertools.batched
    itertools.accumulate itertools.compress itertools.filterfalse heapq.merge
    tqdm.tqdm tqdm.auto.tqdm tqdm.notebook.tqdm tqdm.std.tqdm rich.progress.track
    numpy.nditer csv.reader csv.DictReader`)
]);

const ASKING_FOR_ALL =
  /^(?:builtins\.(?:list|tuple|(?:frozen)?set|dict|sorted|sum|min|max|any|all|bytes|bytearray)|collections\.(?:Counter|deque|OrderedDict)|functools\.reduce|math\.(?:f?sum|prod|sumprod)|statistics\..+)$/;

/** True for a function that certainly asks an iterator for its items, before it returns. */
export const asksForAll = remember(path => ASKING_FOR_ALL.test(path));

/** Of these, which argument is called with each item. */
export const CALLING: ReadonlyMap<string, number> = new Map([
  ...[
    ...builtins('map filter'),
    ...words(
      'itertools.starmap itertools.takewhile itertools.dropwhile itertools.filterfalse'
    )
  ].map(path => [path, 0] as const),
  ['itertools.groupby', 1],
  ['itertools.accumulate', 1]
]);

const CLASS_MAKERS =
  /^(?:collections\.namedtuple|typing\.(?:NamedTuple|TypedDict)|dataclasses\.make_dataclass|enum\.(?:Int|Str)?(?:Enum|Flag))$/;

/** True for a call with so many arguments that gives a class. */
export function makesClass(path: string, passed: number): boolean {
  const needed = path === 'builtins.type' ? 3 : 2;
  const isMaker = path === 'builtins.type' || isClassMaker(path);
  return isMaker && passed >= needed;
}

const isClassMaker = remember(path => CLASS_MAKERS.test(path));

/** Functions that give something that is in their arguments. */
export const PICKING: ReadonlySet<string> = new Set([
  ...builtins('min max next anext getattr vars sum'),
  ...words(`random.choice operator.getitem heapq.heappop heapq.heappushpop heapq.heapreplace
    statistics.mode toolz.first toolz.last toolz.nth toolz.get cytoolz.first cytoolz.last
    cytoolz.nth cytoolz.get more_itertools.first more_itertools.last more_itertools.nth
    more_itertools.one more_itertools.only`)
]);

const GATHERING =
  /^(?:random\.(?:sample|choices)|heapq\.n(?:larg|small)est|statistics\.multimode|sklearn\.(?:model_selection\.train_test_split|utils\.(?:shuffle|resample))|(?:more_itertools|toolz|cytoolz|funcy)\..+)$/;

/** True for a function that gives a new list of things that are in its arguments. */
export const gathers = remember(path => GATHERING.test(path));

/** Functions that change their first argument. */
const CHANGING_FIRST = words(`
  builtins.next builtins.anext builtins.setattr builtins.delattr builtins.object.__setattr__
  heapq.heappush heapq.heappop heapq.heapify heapq.heapreplace heapq.heappushpop
  bisect.insort bisect.insort_left bisect.insort_right random.shuffle
  numpy.fill_diagonal numpy.copyto numpy.put numpy.put_along_axis numpy.place numpy.putmask
  numpy.random.shuffle operator.setitem operator.delitem operator.iadd operator.iand
  operator.iconcat operator.ifloordiv operator.ilshift operator.imatmul operator.imod
  operator.imul operator.ior operator.ipow operator.irshift operator.isub operator.itruediv
  operator.ixor
`);

// Functions of PyTorch say so by their last letter; those of OpenCV draw on the picture.
const CHANGES_FIRST =
  /^(?:numpy\.\w+\.at|torch\.(?:\w+\.)*\w+_|scanpy\.(?:pp|tl|experimental\.pp)\.\w+|networkx\.(?:set_(?:node|edge)_attributes|add_(?:path|cycle|star))|cv2\.(?:rectangle|line|circle|ellipse|putText|drawContours|fillPoly|fillConvexPoly|polylines|arrowedLine|drawMarker|floodFill))$/;

/** True for a function that changes its first argument. */
export const changesFirst = remember(
  path => CHANGING_FIRST.has(path) || CHANGES_FIRST.test(path)
);

/** True for a keyword by which a function is given what it writes to. */
export function handsOver(path: string, keyword: string | null): boolean {
  return (
    keyword === 'out' || (path === 'hyperopt.fmin' && keyword === 'trials')
  );
}

/** True for keywords that tell a function to work on what it is given, and not on a copy. */
export function toldToWrite(path: string, keyword: string | null): boolean {
  return (
    keyword === 'inplace' ||
    (keyword?.startsWith('overwrite_') === true && path.startsWith('scipy.')) ||
    (keyword === 'copy' &&
      /^(?:numpy\.nan_to_num|sklearn\.preprocessing\.[a-z]\w*|networkx\.relabel_nodes)$/.test(
        path
      ))
  );
}

const UNARY =
  /^numpy\.(?:a?(?:sin|cos|tan)h?|arc(?:sin|cos|tan)h?|sqrt|cbrt|square|exp2?|expm1|log(?:2|10|1p)?|absolute|abs|fabs|negative|positive|sign|rint|floor|ceil|trunc|reciprocal|conjugate|invert|logical_not|isnan|isfinite|isinf|deg2rad|rad2deg|radians|degrees)$/;

const BINARY =
  /^numpy\.(?:add|subtract|multiply|(?:true_|floor_)?divide|power|float_power|mod|fmod|remainder|maximum|minimum|fmax|fmin|hypot|arctan2|logaddexp2?|copysign|(?:bitwise|logical)_(?:and|or|xor)|(?:left|right)_shift|greater(?:_equal)?|less(?:_equal)?|equal|not_equal|matmul|dot|clip)$/;

/** Position of the argument in which a function of NumPy puts its result; -1 for none. */
export const positionOfOut = remember(path => {
  if (UNARY.test(path)) {
    return 1;
  }
  return BINARY.test(path) ? (path === 'numpy.clip' ? 3 : 2) : -1;
});

/** Of those, the ones that put the rest of their arguments into it. */
export const STORING_FIRST = words(`
  builtins.setattr heapq.heappush heapq.heapreplace heapq.heappushpop
  bisect.insort bisect.insort_left bisect.insort_right operator.setitem
`);

const CONTAINER_METHOD =
  /^(?:builtins\.(?:list|dict|set|bytearray)|collections\.(?:deque|defaultdict|OrderedDict|Counter))\.(\w+)$/;

/** `append` of `list.append`, a method that is told its receiver; `null` for everything else. */
export const containerMethod = remember(
  path => CONTAINER_METHOD.exec(path)?.[1] ?? null
);

/** Functions that keep functions given to them without calling them. */
export const KEEPING = words(`
  functools.partial functools.partialmethod builtins.property builtins.staticmethod
  builtins.classmethod builtins.type builtins.isinstance builtins.issubclass builtins.callable
  builtins.hasattr builtins.print builtins.repr builtins.str builtins.id builtins.list
  builtins.dict builtins.tuple builtins.set builtins.len builtins.enumerate builtins.zip
  builtins.iter builtins.reversed builtins.getattr builtins.setattr builtins.vars builtins.help
  inspect.signature inspect.getsource functools.wraps builtins.range copy.copy copy.deepcopy
  collections.defaultdict types.MethodType types.SimpleNamespace operator.methodcaller
  functools.lru_cache functools.cache functools.singledispatch contextlib.contextmanager
  dataclasses.field attr.ib attr.attrib attr.field attrs.field
`);

const UNPICKLING =
  /^(?:(?:c?[pP]ickle|dill|cloudpickle|torch|joblib)\.loads?|pickle\.Unpickler|pandas\.read_pickle|shelve\.open)$/;

/** True for a call whose values find their classes by name. */
export const unpickles = remember(path => UNPICKLING.test(path));

/**
 * True for a call that maps a file into memory so that changes there go to the file; `mode` is
 * the text of its argument of that name, `null` where it is not known.
 */
export function mapsFile(
  path: string,
  mode: string | null,
  isGiven: boolean
): boolean {
  const isMapped =
    path === 'numpy.memmap' || (path === 'numpy.load' && isGiven);
  return isMapped && !/^(?:r|c|readonly|copyonwrite)$/.test(mode ?? '');
}

/** Library things that another process has of its own. */
export const OWN_STREAMS = words(
  'sys.stdin sys.stdout sys.stderr sys.__stdout__ sys.__stderr__'
);

/** Builtins of CPython and of IPython. */
export const BUILTINS = words(`
  abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile
  complex copyright credits delattr dict dir divmod enumerate eval exec exit filter float format
  frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter len license
  list locals map max memoryview min next object oct open ord pow print property quit range repr
  reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip __import__
  __name__ __doc__ __file__ __builtins__ __build_class__ __debug__ __spec__ __loader__ __package__
  __annotations__ __class__
  display get_ipython In Out
  ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError
  BrokenPipeError BufferError BytesWarning ChildProcessError ConnectionAbortedError ConnectionError
  ConnectionRefusedError ConnectionResetError DeprecationWarning EOFError Ellipsis EncodingWarning
  EnvironmentError Exception ExceptionGroup False FileExistsError FileNotFoundError
  FloatingPointError FutureWarning GeneratorExit IOError ImportError ImportWarning IndentationError
  IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError
  ModuleNotFoundError NameError None NotADirectoryError NotImplemented NotImplementedError OSError
  OverflowError PendingDeprecationWarning PermissionError ProcessLookupError PythonFinalizationError
  RecursionError ReferenceError ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration
  StopIteration SyntaxError SyntaxWarning SystemError SystemExit TabError TimeoutError True TypeError
  UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError
  UnicodeWarning UserWarning ValueError Warning WindowsError ZeroDivisionError
`);
