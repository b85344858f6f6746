import * as messages from '../messages';
import { Refusal } from '../refusal';
import { findInterpreter, type Interpreter } from './find';

/** The Python of a kernel; throws a `Refusal` where there is none. `null` asks for the default. */
export function interpreterOf(name: string | null): Interpreter {
  const found = findInterpreter(name);
  if ('kind' in found) {
    throw new Refusal(messages.kernelProblem(name, found));
  }
  return found;
}
