import { remember } from './remember';

/** A variable of the process that nobody names: `rng:numpy`, `env:os.environ`, `lib:pandas`. */
export type StateKey = string;

/** What the executor can take from one process to another. */
export const CARRIED_STATES = [
  'env:os.environ',
  'lib:decimal',
  'lib:locale',
  'lib:logging',
  'lib:matplotlib',
  'lib:numpy',
  'lib:pandas',
  'lib:sklearn',
  'lib:torch',
  'lib:warnings',
  'proc:cwd',
  'proc:recursionlimit',
  'proc:sys.path',
  'proc:timezone',
  'rng:numpy',
  'rng:random',
  'rng:torch'
] as const satisfies readonly StateKey[];

export type CarriedState = (typeof CARRIED_STATES)[number];

/** True for state that goes from step to step; other state ends with its process. */
export function isCarried(key: StateKey): key is CarriedState {
  return (CARRIED_STATES as readonly StateKey[]).includes(key);
}

/** How a call touches process state. `reset` makes it independent of what was before. */
export interface StateUse {
  readonly key: StateKey;
  readonly mode: 'read' | 'write' | 'reset';
}

/** What a parser of arguments reads where it is given none. */
export const ARGUMENTS: StateKey = 'proc:argv';

/** Which permissions new files do not get. */
export const UMASK: StateKey = 'proc:umask';

const use = (key: StateKey, ...modes: StateUse['mode'][]): StateUse[] =>
  modes.map(mode => ({ key, mode }));

const NUMPY_DRAWS =
  /^numpy\.random\.(?:rand|randn|randint|random|random_sample|ranf|sample|choice|bytes|shuffle|permutation|uniform|normal|standard_normal|beta|binomial|poisson|exponential|gamma|multivariate_normal|dirichlet|laplace|logistic|lognormal|geometric|multinomial|triangular|weibull|zipf|chisquare|standard_\w+)$/;

const RANDOM_DRAWS =
  /^random\.(?:random|randint|randrange|uniform|choice|choices|sample|shuffle|gauss|normalvariate|betavariate|expovariate|gammavariate|lognormvariate|triangular|vonmisesvariate|paretovariate|weibullvariate|getrandbits|randbytes|binomialvariate)$/;

const TORCH_DRAWS =
  /^torch\.(?:rand|randn|randint|randperm|normal|bernoulli|multinomial|rand_like|randn_like|nn\.[A-Z]\w*|nn\.init\.\w+_)$/;

const TENSORFLOW_DRAWS =
  /^(?:tensorflow\.random\.(?!set_seed)\w+|(?:tensorflow\.)?keras\.layers\.[A-Z]\w*)$/;

const SEEDS: Readonly<Record<string, StateKey>> = {
  'random.seed': 'rng:random',
  'random.setstate': 'rng:random',
  'numpy.random.seed': 'rng:numpy',
  'numpy.random.set_state': 'rng:numpy',
  'torch.manual_seed': 'rng:torch',
  'torch.random.manual_seed': 'rng:torch',
  'torch.cuda.manual_seed': 'rng:torch',
  'torch.cuda.manual_seed_all': 'rng:torch',
  'tensorflow.random.set_seed': 'rng:tensorflow',
  'tensorflow.set_random_seed': 'rng:tensorflow'
};

const PLAIN: Readonly<Record<string, readonly StateUse[]>> = {
  'random.getstate': use('rng:random', 'read'),
  'numpy.random.get_state': use('rng:numpy', 'read'),
  'torch.get_rng_state': use('rng:torch', 'read'),
  'torch.random.get_rng_state': use('rng:torch', 'read'),
  'os.chdir': use('proc:cwd', 'write'),
  'os.getcwd': use('proc:cwd', 'read'),
  'pathlib.Path.cwd': use('proc:cwd', 'read'),
  'os.getenv': use('env:os.environ', 'read'),
  'os.putenv': use('env:os.environ', 'write'),
  'os.unsetenv': use('env:os.environ', 'write'),
  'dotenv.load_dotenv': use('env:os.environ', 'write'),
  'sys.setrecursionlimit': use('proc:recursionlimit', 'write'),
  'sys.getrecursionlimit': use('proc:recursionlimit', 'read'),
  'time.tzset': use('proc:timezone', 'write'),
  'os.umask': use(UMASK, 'write'),
  'warnings.simplefilter': use('lib:warnings', 'write'),
  'warnings.filterwarnings': use('lib:warnings', 'write'),
  'warnings.resetwarnings': use('lib:warnings', 'reset'),
  'logging.basicConfig': use('lib:logging', 'write'),
  'logging.disable': use('lib:logging', 'write'),
  'locale.setlocale': use('lib:locale', 'write'),
  'decimal.setcontext': use('lib:decimal', 'write'),
  'pandas.set_option': use('lib:pandas', 'write'),
  'pandas.reset_option': use('lib:pandas', 'write'),
  'numpy.set_printoptions': use('lib:numpy', 'write'),
  'numpy.seterr': use('lib:numpy', 'write'),
  'torch.set_default_dtype': use('lib:torch', 'write'),
  'torch.set_printoptions': use('lib:torch', 'write'),
  'torch.set_num_threads': use('lib:torch', 'write'),
  'torch.use_deterministic_algorithms': use('lib:torch', 'write'),
  'sklearn.set_config': use('lib:sklearn', 'write'),
  'matplotlib.rc': use('lib:matplotlib', 'write'),
  'matplotlib.use': use('lib:matplotlib', 'write'),
  'matplotlib.pyplot.rc': use('lib:matplotlib', 'write'),
  'matplotlib.style.use': use('lib:matplotlib', 'write'),
  'matplotlib.pyplot.style.use': use('lib:matplotlib', 'write'),
  'matplotlib.rcParams.update': use('lib:matplotlib', 'write'),
  'matplotlib.pyplot.rcParams.update': use('lib:matplotlib', 'write'),
  'seaborn.set': use('lib:matplotlib', 'write'),
  'seaborn.set_theme': use('lib:matplotlib', 'write'),
  'seaborn.set_style': use('lib:matplotlib', 'write'),
  'seaborn.set_palette': use('lib:matplotlib', 'write'),
  'seaborn.set_context': use('lib:matplotlib', 'write'),
  'keras.utils.set_random_seed': [
    ...use('rng:tensorflow', 'reset'),
    ...use('rng:numpy', 'reset'),
    ...use('rng:random', 'reset')
  ],
  'tensorflow.keras.utils.set_random_seed': [
    ...use('rng:tensorflow', 'reset'),
    ...use('rng:numpy', 'reset'),
    ...use('rng:random', 'reset')
  ]
};

/** Functions that draw from NumPy's global generator unless they are told a `random_state`. */
const SKLEARN_DRAWS =
  /^sklearn\.(?:model_selection\.train_test_split|utils\.(?:shuffle|resample)|datasets\.(?:make|load_sample)_\w+)$/;

const SCIPY_DRAWS =
  /^scipy\.(?:stats\.(?:\w+\.rvs|bootstrap|permutation_test|monte_carlo_test)|sparse\.random|optimize\.(?:differential_evolution|dual_annealing|basinhopping))$/;

/** Programs that are started see the environment, and begin in the working folder. */
const STARTS =
  /^(?:subprocess\.(?:run|call|check_call|check_output|Popen|getoutput|getstatusoutput)|os\.(?:system|popen|spawn\w+|posix_spawnp?|exec\w+))$/;

/** Functions that tell the time where the process is. */
const LOCAL_TIME =
  /^(?:time\.(?:localtime|strftime|ctime|asctime|mktime)|datetime\.(?:datetime\.(?:now|today|fromtimestamp)|date\.(?:today|fromtimestamp)))$/;

/** How a call of a library function touches process state. */
export function stateOfCall(
  path: string,
  hasRandomState: boolean
): readonly StateUse[] {
  return hasRandomState && (SKLEARN_DRAWS.test(path) || SCIPY_DRAWS.test(path))
    ? []
    : stateOfPlain(path);
}

const stateOfPlain = remember((path): readonly StateUse[] => {
  const seed = SEEDS[path];
  if (seed) {
    return use(seed, 'reset');
  }
  const known = PLAIN[path];
  if (known) {
    return known;
  }
  if (STARTS.test(path)) {
    return [...use('env:os.environ', 'read'), ...use('proc:cwd', 'read')];
  }
  if (LOCAL_TIME.test(path)) {
    return use('proc:timezone', 'read');
  }
  if (RANDOM_DRAWS.test(path)) {
    return use('rng:random', 'read', 'write');
  }
  if (
    NUMPY_DRAWS.test(path) ||
    SKLEARN_DRAWS.test(path) ||
    SCIPY_DRAWS.test(path)
  ) {
    return use('rng:numpy', 'read', 'write');
  }
  if (TORCH_DRAWS.test(path)) {
    return use('rng:torch', 'read', 'write');
  }
  return TENSORFLOW_DRAWS.test(path)
    ? use('rng:tensorflow', 'read', 'write')
    : [];
});

/** Estimators that draw from NumPy's global generator when they are fitted. */
const RANDOM_ESTIMATOR =
  /^sklearn\.(?:ensemble\.(?:RandomForest|ExtraTrees|GradientBoosting|Bagging|AdaBoost|IsolationForest|HistGradient)|neural_network\.MLP|cluster\.(?:KMeans|MiniBatchKMeans|BisectingKMeans)|linear_model\.(?:SGD|Perceptron|PassiveAggressive)|tree\.(?:DecisionTree|ExtraTree)|decomposition\.(?:NMF|LatentDirichlet|FastICA|TruncatedSVD)|mixture\.|manifold\.|model_selection\.(?:RandomizedSearchCV|\w*Shuffle\w*Split|RepeatedKFold|RepeatedStratifiedKFold))/;

/** Classes that draw only when they are told to shuffle. */
const SHUFFLING =
  /^sklearn\.model_selection\.(?:KFold|StratifiedKFold|StratifiedGroupKFold)$/;

const isAlwaysRandom = remember(path => RANDOM_ESTIMATOR.test(path));
const isShuffling = remember(path => SHUFFLING.test(path));

/**
 * True for an object that draws random numbers when it is fitted or splits, made with keywords of
 * these names.
 */
export function isRandomEstimator(
  path: string,
  names: readonly (string | null)[]
): boolean {
  return (
    !names.includes('random_state') &&
    (isAlwaysRandom(path) || (isShuffling(path) && names.includes('shuffle')))
  );
}

/** Functions that fit or split with what they are given. */
export const isFitting = remember(path =>
  /^sklearn\.(?:model_selection\.(?:cross_val\w*|cross_validate|learning_curve|validation_curve|permutation_test_score)|inspection\.permutation_importance)$/.test(
    path
  )
);

/** True for a method that draws from NumPy's global generator unless it gets a `random_state`. */
export function methodDraws(path: string, method: string): boolean {
  return (
    (method === 'sample' && path.startsWith('pandas.')) ||
    (method === 'rvs' && path.startsWith('scipy.stats.'))
  );
}

/** Settings behind attributes and items of library things, by the start of their path. */
const SETTINGS: readonly (readonly [string, StateKey])[] = [
  ['os.environ', 'env:os.environ'],
  ['sys.path', 'proc:sys.path'],
  ['sys.argv', ARGUMENTS],
  ['matplotlib.rcParams', 'lib:matplotlib'],
  ['matplotlib.pyplot.rcParams', 'lib:matplotlib'],
  ['pandas.options', 'lib:pandas'],
  ['decimal.getcontext', 'lib:decimal'],
  ['logging.getLogger', 'lib:logging'],
  ['logging.root', 'lib:logging'],
  ['warnings.filters', 'lib:warnings'],
  ['torch.backends', 'lib:torch'],
  ['tensorflow.config', 'lib:tensorflow'],
  ['plotly.io.templates', 'lib:plotly']
];

/** The state behind a library thing or a value that one gave; `null` when there is none. */
export const stateBehind = remember(
  (path): StateKey | null =>
    SETTINGS.find(
      ([start]) => path === start || path.startsWith(`${start}.`)
    )?.[1] ?? null
);

/** The library whose settings decide what a value of this origin prints and computes. */
export function settingsOf(path: string): StateKey {
  const root = path.split('.')[0] ?? '';
  return `lib:${root === 'seaborn' ? 'matplotlib' : root}`;
}
