import { remember } from './remember';

/** What a shell command may do to files that the analysis does not see. */
export type CommandUse =
  | 'nothing'
  /** It tells what is in files. */
  | 'reads'
  /** It writes only where its output is sent to, by names that can be read off. */
  | 'redirects'
  /** It may do anything. */
  | 'writes';

const words = (text: string): ReadonlySet<string> =>
  new Set(text.trim().split(/\s+/));

/** Programs that have nothing to do with files of the workspace. */
const IDLE = words(`
  pip pip3 conda mamba uv apt apt-get cd date df echo printf env export free hostname id lscpu lsb_release
  nproc nvcc nvidia-smi printenv pwd set sleep true type uname uptime whereis which whoami
`);

/** Programs that only read files. */
const READERS = words(`
  ls ll la dir tree cat zcat head tail wc du stat file grep egrep fgrep zgrep cut tr uniq diff cmp
  md5sum sha1sum sha256sum realpath basename dirname test less more jq column nl od xxd
`);

/** Programs that only read files unless such an option is among their arguments. */
const READERS_UNLESS: Readonly<Record<string, RegExp>> = {
  find: /\s-(?:delete|exec|execdir|ok|okdir|fprint\w*|fls)\b/,
  sort: /\s(?:-\w*o|--output)/,
  sed: /\s(?:-\w*i|--in-place)/
};

/** Programs that do nothing to files if this follows. */
const IDLE_WITH: Readonly<Record<string, RegExp>> = {
  git: /^\s*(?:status|log|diff|show|branch|remote|rev-parse|describe|--version)\b/,
  python: /^\s*(?:--version|-V|-m\s+pip)\b/,
  python3: /^\s*(?:--version|-V|-m\s+pip)\b/,
  java: /^\s*-{1,2}version\b/,
  node: /^\s*(?:--version|-v)\b/,
  curl: /^(?!.*\s(?:-\w*[oO]|--output|--remote-name))/
};

/** What a command, as the shell gets it, may do to files. */
export const commandUse = remember((text): CommandUse => {
  const bare = text
    .replace(/\\\n/g, ' ')
    .replace(/(^|\s)#.*$/gm, '$1')
    .replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, 'q')
    .replace(/\d?>&\d|(?:&|\d)?>{1,2}\s*\/dev\/null/g, ' ');
  const uses = bare
    .split(/[;|&\n()`]+|\$\(/)
    .map(simpleUse)
    .filter(use => use !== 'nothing');
  return (
    (['writes', 'redirects', 'reads'] as const).find(use =>
      uses.includes(use)
    ) ?? 'nothing'
  );
});

const REDIRECTION = /\d?>{1,2}\s*(\S*)/g;

/** What one program may do. */
function simpleUse(text: string): CommandUse {
  const targets = [...text.matchAll(REDIRECTION)].map(([, file]) => file ?? '');
  const plain = text.replace(REDIRECTION, ' ').replace(/[<$]\S*/g, ' ');
  const found = /^[\s!]*(?:(?:sudo|time|\w+=\S*)\s+)*([^\s]*)(.*)$/s.exec(
    plain
  );
  const program = (found?.[1] ?? '').replace(/^.*\//, '');
  const use = programUse(program, found?.[2] ?? '', text);
  if (use === 'writes' || targets.length === 0) {
    return use;
  }
  return targets.every(file => /^[\w./~-]+$/.test(file))
    ? 'redirects'
    : 'writes';
}

/** Options, and an input whose name can be read off: no other file. */
const READS_INPUT = /^\s*\S+(?:\s+-\S+)*\s*<\s*[\w./~-]+\s*$/;

function programUse(program: string, rest: string, text: string): CommandUse {
  if (program === '') {
    // What is left of a variable may be any program.
    return /^[\s!]*[${]/.test(text) ? 'writes' : 'nothing';
  }
  if (IDLE.has(program) || IDLE_WITH[program]?.test(rest)) {
    return 'nothing';
  }
  const writing = READERS_UNLESS[program];
  if (READERS.has(program) && READS_INPUT.test(text)) {
    return 'nothing';
  }
  return READERS.has(program) || (writing && !writing.test(rest))
    ? 'reads'
    : 'writes';
}

const RUNS =
  /^(?:os\.(?:system|popen|exec\w+|spawn\w+|posix_spawnp?)|subprocess\.(?:run|call|check_call|check_output|Popen|getoutput|getstatusoutput)|asyncio\.create_subprocess_\w+)$/;

/** True for a library function that runs a command. */
export const runsCommand = remember(path => RUNS.test(path));

const GIVES = /^(?:os\.popen|subprocess\.(?:check_output|get\w+))$/;

/** True for one that gives what the command prints. */
export const givesOutput = remember(path => GIVES.test(path));
