/**
 * Python that a kernel runs to load the variables that a `request` file names; what it needs of
 * ours, the folder `runtime`, is on its path only while it does. Meanwhile nothing is imported
 * from the folder `apart`: a stranger's module there may have the name of a library.
 */
export function loadingCode(
  runtime: string,
  request: string,
  apart: string | null
): string {
  const load = `_kalette_resume(${JSON.stringify(request)}, globals())`;
  const back = ['finally:', '    _kalette_sys.path[:] = _kalette_path'];
  return [
    'import sys as _kalette_sys',
    '_kalette_path = _kalette_sys.path[:]',
    ...(apart === null ? [] : without(apart)),
    `_kalette_sys.path.insert(0, ${JSON.stringify(runtime)})`,
    'try:',
    '    from kalette.runtime.resume import resume as _kalette_resume',
    ...(apart === null ? [...back, load] : [`    ${load}`, ...back]),
    'del _kalette_sys, _kalette_path, _kalette_resume'
  ].join('\n');
}

/** Takes a folder and all in it off the path, but for the kernel's own environment. */
function without(folder: string): readonly string[] {
  return [
    'def _kalette_stays(path, folder, prefix):',
    '    from os.path import join, realpath',
    '    path = join(realpath(path), "")',
    '    return path.startswith(prefix) or not path.startswith(join(realpath(folder), ""))',
    '_kalette_sys.path[:] = [path for path in _kalette_path',
    `    if _kalette_stays(path, ${JSON.stringify(folder)}, _kalette_sys.prefix + "/")]`,
    'del _kalette_stays'
  ];
}
