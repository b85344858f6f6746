import {
  closeSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync
} from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

const PIECE = 256 * 1024;
const MOST = 64 * 2 ** 20;

/** Follows what a step's native code writes to a file descriptor that is an append file. */
export class FdTail {
  private readonly descriptor: number;
  private readonly decoder = new StringDecoder('utf8');
  private readonly buffer = Buffer.alloc(PIECE);
  private offset = 0;

  constructor(file: string) {
    this.descriptor = openSync(file, 'a+', 0o600);
  }

  /** The next piece of text, at most up to a position in the file; empty when there is none. */
  read(upTo = Infinity): string {
    const want = Math.min(PIECE, upTo - this.offset);
    if (want <= 0) {
      return '';
    }
    const size = readSync(this.descriptor, this.buffer, 0, want, this.offset);
    this.offset += size;
    return this.decoder.write(this.buffer.subarray(0, size));
  }

  /** Empties the file when it has grown beyond 64 MiB and all of it was read; says if it did. */
  trim(): boolean {
    const { size } = fstatSync(this.descriptor);
    if (size < MOST || this.offset < size) {
      return false;
    }
    ftruncateSync(this.descriptor);
    this.offset = 0;
    return true;
  }

  close(): void {
    closeSync(this.descriptor);
  }
}
