import { type TSchema, Type } from '@sinclair/typebox';

// Forms that schemas of this folder and of the worker's protocol are made of.

export const Nullable = <T extends TSchema>(type: T) =>
  Type.Union([type, Type.Null()]);

/** One of some words. */
export const literals = <T extends string>(values: readonly T[]) =>
  Type.Union(values.map(value => Type.Literal(value)));

/** A time in RFC 3339, UTC. */
export const Time = Type.String({ format: 'date-time' });

export const Bytes = Type.Integer({ minimum: 0, description: 'In bytes.' });

/** A path in the workspace. */
export const Path = Type.String({ description: 'Relative to the workspace.' });
