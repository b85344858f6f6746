import type { Call, Conditional, Expr, Stmt } from '../tree/tree';

/**
 * `if not os.path.exists(d): os.makedirs(d)` as what it means, `os.makedirs(d, exist_ok=True)`;
 * `null` for everything else. Both have to ask the same thing of the same names.
 */
export function folderMade(node: Conditional): Stmt | null {
  const [made] = node.body;
  const { test } = node;
  const isShape =
    node.orelse.length === 0 &&
    node.body.length === 1 &&
    made?.kind === 'Expr' &&
    test.kind === 'UnaryOp' &&
    test.op === 'not';
  if (!isShape) {
    return null;
  }
  const { value: call } = made;
  const { operand: asked } = test;
  if (call.kind !== 'Call' || asked.kind !== 'Call' || !isPair(asked, call)) {
    return null;
  }
  const { start, end } = call;
  const value: Expr = {
    kind: 'Constant',
    type: 'True',
    value: '',
    start,
    end
  };
  const keywords = [...call.keywords, { arg: 'exist_ok', value, start, end }];
  return { ...made, value: { ...call, keywords } };
}

function isPair(asked: Call, made: Call): boolean {
  if (asked.func.kind !== 'Attribute' || made.func.kind !== 'Attribute') {
    return false;
  }
  const isMaking =
    /^(?:exists|isdir|is_dir)$/.test(asked.func.attr) &&
    /^(?:makedirs|mkdir)$/.test(made.func.attr) &&
    asked.keywords.length === 0;
  const root = rootOf(asked.func);
  const [folder] = asked.args;
  const [other] = made.args;
  return (
    isMaking &&
    root !== null &&
    root === rootOf(made.func) &&
    // A path is asked itself, a module about its argument.
    (folder ? isSame(folder, other) : isSame(asked.func.value, made.func.value))
  );
}

/** `os` of `os.path.exists`. */
function rootOf(expr: Expr): string | null {
  let inner = expr;
  while (inner.kind === 'Attribute') {
    inner = inner.value;
  }
  return inner.kind === 'Name' ? inner.id : null;
}

/** The same name, attribute or constant text. */
function isSame(a: Expr, b: Expr | undefined): boolean {
  if (a.kind === 'Name') {
    return b?.kind === 'Name' && a.id === b.id;
  }
  if (a.kind === 'Attribute') {
    return (
      b?.kind === 'Attribute' && a.attr === b.attr && isSame(a.value, b.value)
    );
  }
  return (
    a.kind === 'Constant' &&
    a.type === 'str' &&
    b?.kind === 'Constant' &&
    b.type === 'str' &&
    a.value === b.value
  );
}
