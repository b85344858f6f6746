import { type TSchema, Type } from '@sinclair/typebox';

/** Which workspace a request is about. */
export const Scope = {
  notebook: Type.String({
    description:
      'Path of a notebook relative to the served folder: its workspace is asked. A folder stands for all notebooks of its workspace.'
  })
};

export const ScopeQuery = Type.Object(Scope);

export const ListQuery = Type.Object({
  ...Scope,
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  next: Type.Optional(
    Type.String({ description: 'What the page before said; opaque.' })
  )
});

/** One page of a list. */
export function pageOf<Id extends string, T extends TSchema>(id: Id, items: T) {
  return Type.Object(
    {
      items: Type.Array(items),
      next: Type.Union([Type.String(), Type.Null()])
    },
    { $id: id }
  );
}
