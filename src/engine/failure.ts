/** Code of a failure of the system, `ENOENT` say; empty when it has none. */
export function codeOf(reason: unknown): string {
  return typeof reason === 'object' && reason !== null && 'code' in reason
    ? String(reason.code)
    : '';
}

/** What a failure says of itself. */
export function textOf(reason: unknown): string {
  return typeof reason === 'object' && reason !== null && 'message' in reason
    ? String(reason.message)
    : String(reason);
}
