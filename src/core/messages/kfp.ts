import type { Diagnostic, Where } from '../diagnostic';
import { stepWord } from './build';

type Place = Where | null;

/** KF101: two steps have one name once KFP has rewritten both. */
export function clashOfNames(
  step: string,
  owner: string,
  where: Place
): Diagnostic {
  return {
    code: 'KF101',
    severity: 'error',
    message: `Steps ${stepWord(owner)} and ${stepWord(step)} have the same name in Kubeflow Pipelines, which keeps only lower case letters, digits and "-".`,
    hint: `Rename one of them.`,
    where
  };
}

/** KF102: a quantity that Kubernetes does not read. */
export function notAQuantity(
  step: string,
  text: string,
  where: Place
): Diagnostic {
  return {
    code: 'KF102',
    severity: 'error',
    message: `Step ${stepWord(step)} asks for \`${text}\`, which is no quantity of Kubernetes.`,
    hint: 'Write cores as 2 or 500m, memory as 4Gi or 500M.',
    where
  };
}

/** KF103: a step's code does not fit into a command line. */
export function argumentTooLong(step: string, where: Place): Diagnostic {
  return {
    code: 'KF103',
    severity: 'error',
    message: `The code of step ${stepWord(step)} is too long for a pod's command line, which takes 127 KiB compressed.`,
    hint: 'Split the step, or move data out of its source.',
    where
  };
}

/** KF104: a whole number that KFP, which holds numbers as doubles, cannot hold. */
export function integerTooLarge(name: string, where: Place): Diagnostic {
  return {
    code: 'KF104',
    severity: 'error',
    message: `Parameter \`${name}\` is beyond 2^53, where Kubeflow Pipelines loses digits.`,
    hint: 'Make it a text, and convert it in the step.',
    where
  };
}

/** KF201: a resource that KFP has no field for. */
export function resourceIgnored(
  step: string,
  resource: string,
  where: Place
): Diagnostic {
  return {
    code: 'KF201',
    severity: 'warning',
    message: `Kubeflow Pipelines ignores the limit \`${resource}\` of step ${stepWord(step)}.`,
    hint: 'It reads cpu, memory and one kind of GPU.',
    where
  };
}

/** KF202: a file that is in the workspace, which a pod does not see. */
export function fileNotInPod(
  step: string,
  path: string,
  from: string | null,
  where: Place
): Diagnostic {
  return {
    code: 'KF202',
    severity: 'warning',
    message: from
      ? `Step ${stepWord(step)} reads \`${path}\`, which ${stepWord(from)} writes; on Kubeflow each step has files of its own.`
      : `Step ${stepWord(step)} reads \`${path}\` from the workspace, which its pod on Kubeflow does not have.`,
    hint: from
      ? 'Hand the value on in a variable, or write it to a bucket or a volume that both mount.'
      : 'Put the file into the image of the step, or read it from a URL or a bucket.',
    where
  };
}

/** KF301: no image was named. */
export function defaultImageUsed(image: string): Diagnostic {
  return {
    code: 'KF301',
    severity: 'info',
    message: `Steps that name no image run in ${image}.`,
    hint: 'Tag a cell image:NAME, or set an image for the notebook, to have your own packages.',
    where: null
  };
}
