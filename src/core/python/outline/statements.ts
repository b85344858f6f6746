import type { Expr, Magic, Stmt } from '../tree/tree';

/** An assignment of literals to names: what a parameter may look like. */
export function isLiteral(node: Stmt): boolean {
  if (node.kind === 'Assign') {
    return (
      node.targets.every(({ kind }) => kind === 'Name') &&
      isLiteralValue(node.value)
    );
  }
  return (
    node.kind === 'AnnAssign' &&
    node.target.kind === 'Name' &&
    node.value !== null &&
    isLiteralValue(node.value)
  );
}

/** Containers that begin empty are filled later; nobody would give them from outside. */
function isLiteralValue(node: Expr): boolean {
  if (node.kind === 'Constant') {
    return node.type !== 'bytes' && node.type !== 'Ellipsis';
  }
  if (node.kind === 'UnaryOp') {
    return node.operand.kind === 'Constant' && node.op !== 'not';
  }
  if (node.kind === 'List' || node.kind === 'Tuple') {
    return node.elts.length > 0 && node.elts.every(isLiteralValue);
  }
  return (
    node.kind === 'Dict' &&
    node.keys.length > 0 &&
    node.keys.every(key => key !== null && isLiteralValue(key)) &&
    node.values.every(isLiteralValue)
  );
}

const SETS =
  /^(?:set|set_\w+|use|filterwarnings|simplefilter|basicConfig|setLevel)$/;

/** An option of a library, as it stands below imports: `plt.style.use("ggplot")`. */
export function isSetting(node: Stmt): boolean {
  if (node.kind === 'Expr' && node.value.kind === 'Call') {
    const { func, args, keywords } = node.value;
    return (
      func.kind === 'Attribute' &&
      SETS.test(func.attr) &&
      isDotted(func.value) &&
      [...args, ...keywords.map(({ value }) => value)].every(isSettingValue)
    );
  }
  if (node.kind !== 'Assign') {
    return false;
  }
  const [target] = node.targets;
  return (
    node.targets.length === 1 &&
    target?.kind === 'Subscript' &&
    target.value.kind === 'Attribute' &&
    target.value.attr === 'rcParams' &&
    isSettingValue(node.value)
  );
}

function isSettingValue(node: Expr): boolean {
  return isLiteralValue(node) || isDotted(node);
}

function isDotted(node: Expr): boolean {
  return (
    node.kind === 'Name' || (node.kind === 'Attribute' && isDotted(node.value))
  );
}

const INSTALLS =
  /^\s*(?:\S*python\S*\s+-m\s+)?(?:pip3?|conda|mamba|uv|apt|apt-get)\s/;

/** `%pip install …`, `!pip install …`. */
export function isInstall({ form, name, text }: Magic): boolean {
  return form === 'shell'
    ? INSTALLS.test(text)
    : form === 'line' && /^(?:pip|conda|mamba|uv)$/.test(name);
}
