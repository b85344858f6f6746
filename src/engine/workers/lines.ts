import type { Readable } from 'node:stream';

import { MAX_LINE } from './protocol';
import { ProtocolError } from './read-message';

/** Calls back for each line of a stream, without its end; too long a line is an error. */
export function readLines(
  stream: Readable,
  onLine: (line: string) => void,
  onError: (error: Error) => void
): void {
  const parts: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    let from = 0;
    for (let end; (end = chunk.indexOf(10, from)) >= 0; from = end + 1) {
      parts.push(chunk.subarray(from, end));
      const line = Buffer.concat(parts.splice(0)).toString('utf8');
      size = 0;
      if (line.trim() !== '') {
        onLine(line);
      }
    }
    parts.push(chunk.subarray(from));
    size += chunk.length - from;
    if (size > MAX_LINE) {
      const start = Buffer.concat(parts.splice(0)).toString('utf8', 0, 300);
      stream.destroy();
      onError(new ProtocolError(start));
    }
  });
  stream.on('error', onError);
}
