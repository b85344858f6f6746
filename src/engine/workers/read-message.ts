import type { Static, TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';

/** A line that does not belong to the protocol; it is quoted in the text. */
export class ProtocolError extends Error {
  constructor(line: string) {
    super(line.length > 200 ? `${line.slice(0, 200)}…` : line);
    this.name = 'ProtocolError';
  }
}

/** Reads one line as a message of the schema, or throws a {@link ProtocolError}. */
export function readMessage<S extends TSchema>(
  schema: S,
  line: string
): Static<S> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new ProtocolError(line);
  }
  if (!Value.Check(schema, value)) {
    throw new ProtocolError(line);
  }
  return value;
}
