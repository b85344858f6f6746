import { Type } from '@sinclair/typebox';

/** A place in the text of a cell; both numbers count from 1, columns in UTF-16 units. */
export const PositionSchema = Type.Object({
  line: Type.Integer({ minimum: 1 }),
  column: Type.Integer({ minimum: 1 })
});

/** A cell, and optionally a range in it; `index` is the cell's place in the notebook, from 0. */
export const WhereSchema = Type.Object({
  cell: Type.String(),
  index: Type.Integer({ minimum: 0 }),
  start: Type.Optional(PositionSchema),
  end: Type.Optional(PositionSchema)
});

const SideSchema = Type.Union([Type.Literal('before'), Type.Literal('after')]);

/** One change that a quick fix makes; all edits of a fix are one undoable step. */
export const EditSchema = Type.Union([
  Type.Object({
    kind: Type.Literal('tags'),
    cell: Type.String(),
    remove: Type.Array(Type.String()),
    add: Type.Array(Type.String())
  }),
  Type.Object({
    kind: Type.Literal('source'),
    cell: Type.String(),
    start: PositionSchema,
    end: PositionSchema,
    text: Type.String()
  }),
  /** A new code cell, beside another one. */
  Type.Object({
    kind: Type.Literal('insert'),
    beside: Type.String(),
    side: SideSchema,
    source: Type.String(),
    tags: Type.Array(Type.String())
  }),
  /** The cells from one to another, both included, to be put beside a third. */
  Type.Object({
    kind: Type.Literal('move'),
    first: Type.String(),
    last: Type.String(),
    beside: Type.String(),
    side: SideSchema
  }),
  /** The cell takes over our own metadata of another one. */
  Type.Object({
    kind: Type.Literal('settings'),
    cell: Type.String(),
    from: Type.String()
  }),
  /** A variable is noted as changed, or not changed, by what stands in the cell. */
  Type.Object({
    kind: Type.Literal('changes'),
    cell: Type.String(),
    name: Type.String(),
    isChanged: Type.Boolean()
  }),
  /** Warnings and notes of this code are not reported for the cell any more. */
  Type.Object({
    kind: Type.Literal('ignore'),
    cell: Type.String(),
    code: Type.String()
  })
]);

export const FixSchema = Type.Object({
  title: Type.String(),
  edits: Type.Array(EditSchema)
});

/** A finding: what happened, where, and what to do next. */
export const DiagnosticSchema = Type.Object(
  {
    code: Type.String(),
    severity: Type.Union([
      Type.Literal('error'),
      Type.Literal('warning'),
      Type.Literal('info')
    ]),
    message: Type.String(),
    hint: Type.Optional(Type.String()),
    where: Type.Union([WhereSchema, Type.Null()]),
    related: Type.Optional(
      Type.Array(Type.Object({ message: Type.String(), where: WhereSchema }))
    ),
    fixes: Type.Optional(Type.Array(FixSchema))
  },
  { $id: 'Diagnostic' }
);
