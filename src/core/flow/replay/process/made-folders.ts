import { type FileMode } from '../../library/file-uses';
import { makesFolder } from '../../library/files';
import type { Passed } from '../calls/apply';

/**
 * How a folder is touched by a call of `name`: a call that is content with a folder that is
 * there makes it for whoever comes first. One that is made after a question is not such a call,
 * for much else can hang on the answer.
 */
export function folderMode(name: string, args: readonly Passed[]): FileMode {
  const isContent =
    makesFolder(name) &&
    (args.some(arg => arg.name === 'exist_ok') ||
      args.filter(arg => arg.name === null).length > 2);
  return isContent ? 'make' : 'folder';
}
