import { timingSafeEqual } from 'node:crypto';
import * as net from 'node:net';

import { readLines } from './lines';
import {
  type StepAnswer,
  type StepMessage,
  StepMessageSchema
} from './protocol';
import { readMessage } from './read-message';

/** Who listens to a step. */
export interface StepListener {
  readonly token: string;
  message(message: StepMessage, answer: (line: StepAnswer) => void): void;
  /** The connection ended; with an error when the step did not keep to the protocol. */
  closed(error: Error | null): void;
}

const HELLO_MS = 30_000;

/**
 * The private socket on which steps report. A step says hello with its attempt's one-time
 * token before anything else; whoever does not is cut off. A step whose socket closes ends
 * itself, so no step outlives this process.
 */
export class StepServer {
  private readonly server = net.createServer(socket => this.welcome(socket));
  private readonly expected = new Map<string, StepListener>();
  private readonly sockets = new Set<net.Socket>();

  /** `path` of the socket, in a folder that only this user can enter. */
  constructor(readonly path: string) {}

  async listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.path, resolve);
    });
  }

  expect(attempt: string, listener: StepListener): void {
    this.expected.set(attempt, listener);
  }

  forget(attempt: string): void {
    this.expected.delete(attempt);
  }

  close(): void {
    this.server.close();
    this.sockets.forEach(socket => socket.destroy());
  }

  private welcome(socket: net.Socket): void {
    this.sockets.add(socket);
    socket.setTimeout(HELLO_MS, () => socket.destroy());
    let listener: StepListener | null = null;
    let failure: Error | null = null;
    const fail = (error: Error) => {
      failure = error;
      socket.destroy();
    };
    const answer = (line: StepAnswer) => {
      socket.write(`${JSON.stringify(line)}\n`);
    };
    const onLine = (line: string) => {
      const message = readMessage(StepMessageSchema, line);
      if (listener) {
        listener.message(message, answer);
      } else {
        listener = this.introduce(message);
        socket.setTimeout(0);
        if (!listener) {
          socket.destroy();
        }
      }
    };
    readLines(socket, line => attempt(() => onLine(line), fail), fail);
    socket.once('close', () => {
      this.sockets.delete(socket);
      listener?.closed(failure);
    });
  }

  private introduce(message: StepMessage): StepListener | null {
    if (message.type !== 'hello') {
      return null;
    }
    const listener = this.expected.get(message.attempt);
    if (!listener || !sameText(listener.token, message.token)) {
      return null;
    }
    // The token is good for one connection.
    this.expected.delete(message.attempt);
    return listener;
  }
}

function attempt(action: () => void, fail: (error: Error) => void): void {
  try {
    action();
  } catch (reason) {
    fail(reason instanceof Error ? reason : new Error(String(reason)));
  }
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
