import { base64 } from '@scure/base';
import { gzipSync, strToU8 } from 'fflate';

import { canonicalJson } from '../../pipeline/canonical-json';
import { stepPlan } from '../../pipeline/plan';
import { received, stored } from '../../pipeline/received';
import type { Pipeline, PipelineStep } from '../../pipeline/types';
import { RUNTIME_ZIP } from '../runtime.gen';
import { artifactKey, METRICS_ARTIFACT, REPORT_ARTIFACT } from './names';

/** Linux takes no longer argument: MAX_ARG_STRLEN, less some room. */
export const ARGUMENT_LIMIT = 128 * 1024 - 1024;

// Code travels as base64: `$(…)` and `$$` would be expanded by Kubernetes and `{{…}}` by Argo
// and KFP. The comment is what `kfp.local` looks for before it runs a command.
const BOOT = `# kfp.dsl.executor_main
import base64, gzip, os, sys, tempfile
path = os.path.join(tempfile.mkdtemp(prefix="kalette-"), "runtime.zip")
with open(path, "wb") as file:
    file.write(gzip.decompress(base64.b64decode(sys.argv[1])))
sys.path.insert(0, path)
from kalette.runtime.kfp import main
sys.exit(main(sys.argv[2:]))
`;

/** The program of a step: Python, the runtime as a compressed zip, and the plan. */
export function command(
  pipeline: Pipeline,
  step: PipelineStep
): readonly string[] {
  return [
    'python3',
    '-u',
    '-c',
    BOOT,
    RUNTIME_ZIP,
    planArgument(pipeline, step)
  ];
}

/** Where inputs lie and outputs go, filled in by KFP when the step starts. */
export function commandArguments(step: PipelineStep): readonly string[] {
  const inputs = received(step).flatMap(({ name }) => [
    '--input',
    name,
    `{{$.inputs.artifacts['${artifactKey(name)}'].path}}`
  ]);
  const outputs = stored(step).flatMap(name => [
    '--output',
    name,
    artifactKey(name),
    `{{$.outputs.artifacts['${artifactKey(name)}'].path}}`
  ]);
  const metrics =
    step.metrics.length > 0
      ? [
          '--metrics',
          METRICS_ARTIFACT,
          `{{$.outputs.artifacts['${METRICS_ARTIFACT}'].path}}`
        ]
      : [];
  const report = [
    '--report',
    REPORT_ARTIFACT,
    `{{$.outputs.artifacts['${REPORT_ARTIFACT}'].path}}`
  ];
  return [
    '--executor-input',
    '{{$}}',
    ...inputs,
    ...outputs,
    ...metrics,
    ...report
  ];
}

function planArgument(pipeline: Pipeline, step: PipelineStep): string {
  const text = canonicalJson(
    JSON.parse(JSON.stringify(stepPlan(pipeline, step)))
  );
  return base64.encode(gzipSync(strToU8(text), { mtime: 0 }));
}
