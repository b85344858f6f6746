import { Command, Option } from 'commander';

import type { EngineOptions } from '../engine/engine';
import { serve, TOKEN_VARIABLE } from '../engine/server/serve';
import { check, type CheckCommandOptions } from './check';
import { compile, run, type RunCommandOptions } from './commands';
import { doctor } from './doctor';
import { EXIT, UsageError } from './exit';
import { failureOf } from './failure';
import { printJson } from './printing';
import * as runs from './runs/commands';
import { addSnapshotCommands } from './snapshots/program';
import * as texts from './texts';

interface Json {
  readonly json?: boolean;
}

/** Runs the command line and returns the exit code; `token` is what `serve` guards its API with. */
export async function main(
  engine: EngineOptions,
  words: readonly string[],
  token: string | undefined
): Promise<number> {
  let exit: number = EXIT.done;
  const program = programOf(engine, token, code => {
    exit = code;
  });
  try {
    await program.parseAsync([...words], { from: 'user' });
    return exit;
  } catch (reason) {
    const failure = failureOf(reason);
    if (failure === null) {
      return EXIT.done;
    }
    failure.tell();
    if (words.includes('--json')) {
      // Who reads the output finds a document in it, whatever happens.
      printJson({ version: 1, error: failure.error });
    }
    return failure.exit;
  }
}

type Done = (exit: number) => void;

function programOf(
  engine: EngineOptions,
  token: string | undefined,
  done: Done
): Command {
  const program = new Command('kalette')
    .description('Turns a tagged notebook into a pipeline, and runs it.')
    .version(engine.version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .exitOverride();
  addNotebookCommands(program, engine, done);
  addRunsCommands(program, engine, done);
  addSnapshotCommands(program, engine, done);
  program
    .command('doctor')
    .description('say what is there, what is missing and how to get it')
    .option('--json', 'print one JSON document')
    .action((options: Json) => done(doctor(engine, options)));
  program
    .command('serve', { hidden: true })
    .requiredOption('--root <dir>', 'folder that is served')
    .option('--socket <path>', 'Unix socket to listen on')
    .action(async (options: { root: string; socket?: string }) => {
      if (!token) {
        throw new UsageError(texts.tokenMissing(TOKEN_VARIABLE));
      }
      const { root, socket = null } = options;
      await serve(engine, { root, socket, token });
    });
  return program;
}

function addNotebookCommands(
  program: Command,
  engine: EngineOptions,
  done: Done
): void {
  program
    .command('check <notebook>')
    .description('analyse a notebook and print its diagnostics')
    .option(
      '--verify',
      'run it whole and as isolated steps, and compare what they do'
    )
    .option('--kernel <name>', "verify with another kernel's Python")
    .option('--json', 'print one JSON document')
    .action(async (path: string, options: CheckCommandOptions) =>
      done(await check(engine, path, options))
    );
  program
    .command('compile <notebook>')
    .description("write a target's documents")
    .requiredOption('--target <name>', 'kfp')
    .option('-o, --output <file>', 'write there instead of standard output')
    .action(async (path: string, options: { target: string }) =>
      done(await compile(engine, path, options))
    );
  program
    .command('run <notebook>')
    .description('run a notebook as a pipeline on this machine')
    .option(
      '-p, --param <name=value>',
      'set a parameter; may stand several times',
      (text: string, before: readonly string[]) => [...before, text],
      [] as readonly string[]
    )
    // Every step runs anyway as long as no result is used again.
    .addOption(new Option('--fresh').hideHelp())
    .option('--until <step>', 'run this step and what it needs')
    .option('--kernel <name>', "run with another kernel's Python")
    .option('--json', 'print one JSON document')
    .action(async (path: string, options: RunCommandOptions) =>
      done(await run(engine, path, options))
    );
}

function addRunsCommands(
  program: Command,
  engine: EngineOptions,
  done: Done
): void {
  const group = program
    .command('runs')
    .description('the runs of the workspace that this folder is in')
    .addHelpText('afterAll', `\n${texts.howToNameRun()}`);
  const add = (words: string, description: string) =>
    group
      .command(words)
      .description(description)
      .option('--json', 'print one JSON document');
  add('list', 'list runs, newest first').action(async (options: Json) =>
    done(await runs.listRuns(engine, options))
  );
  add('show <run>', 'show a run and its steps').action(
    async (id: string, options: Json) =>
      done(await runs.showRun(engine, id, options))
  );
  add('logs <run> [step]', 'print what steps printed').action(
    async (id: string, step: string | undefined, options: Json) =>
      done(await runs.showLogs(engine, id, step, options))
  );
  add('cancel <run>', 'end a run')
    .option('--force', 'end its steps at once')
    .action(async (id: string, options: Json & { force?: boolean }) =>
      done(await runs.cancelRun(engine, id, options))
    );
  add('resume <run>', 'continue an interrupted run').action(
    async (id: string, options: Json) =>
      done(await runs.resumeRun(engine, id, options))
  );
  add('remove <run>', 'remove a run and all it left').action(
    async (id: string, options: Json) =>
      done(await runs.removeRun(engine, id, options))
  );
}
