import type { Problem } from '../../core/api/types';
import type { KernelProblem } from '../kernels/find';
import { problem } from './problem';

// What the machine lacks: kernels, the runtime, a Python that can verify.

export const kernelProblem = (
  name: string | null,
  found: KernelProblem
): Problem => {
  const title = 'No Python to run the steps';
  switch (found.kind) {
    case 'missing':
      return problem(
        424,
        'kernel',
        title,
        `There is no kernel ${name ?? 'python3'} on this machine.`,
        `${found.known.length > 0 ? `Choose one of: ${found.known.join(', ')}. Or install` : 'Install'} it: pip install ipykernel, then python -m ipykernel install --user --name ${name ?? 'python3'}.`
      );
    case 'language':
      return problem(
        424,
        'kernel',
        title,
        `The kernel ${name ?? ''} is for ${found.language}; steps run in Python only.`,
        'Choose a Python kernel for the notebook.'
      );
    case 'broken':
      return problem(
        424,
        'kernel',
        title,
        `The kernel ${name ?? ''} starts ${found.command === '' ? 'nothing' : found.command}, which is no Python on this machine (${found.file}).`,
        'Install the kernel again from the environment that it belongs to.'
      );
  }
};

export const noRuntime = (folder: string) =>
  problem(
    500,
    'installation',
    'Kalette is not installed whole',
    `The runtime of the steps is not in ${folder}.`,
    'Install the package kalette again.'
  );

export const cannotFork = () =>
  problem(
    424,
    'kernel',
    'The notebook cannot be verified',
    'The Python of this machine cannot fork processes, which verifying needs.',
    'Verify it on Linux or macOS.'
  );

export const notVerified = (words: string) =>
  problem(
    424,
    'kernel',
    'The notebook could not be verified',
    `The Python that runs it ended: ${words === '' ? 'it said nothing' : words}`,
    'See what kalette doctor says.'
  );
