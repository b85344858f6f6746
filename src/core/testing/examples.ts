import { createAnalyser } from '../analyse';
import { compileKfp } from '../targets/kfp/compile';
import { RUNTIME_ZIP } from '../targets/runtime.gen';

/**
 * What the compiler makes of an example, as the files of its folder `expected`, by name. The
 * embedded runtime is left out: it changes with every line of its source.
 */
export function expectedFiles(
  content: unknown,
  name: string
): Readonly<Record<string, string>> {
  const { pipeline, diagnostics } = createAnalyser().analyse(content, { name });
  const kfp = pipeline ? compileKfp(pipeline) : null;
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  return {
    'pipeline.json': json(pipeline),
    'diagnostics.json': json([...diagnostics, ...(kfp?.diagnostics ?? [])]),
    'kfp.yaml': (kfp?.value ?? '').replaceAll(RUNTIME_ZIP, 'RUNTIME')
  };
}
