const SIMPLE: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\n': ''
};

const ESCAPE =
  /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|N\{([^}]*)\}|(\n|.))/gsu;

/**
 * What the text between the quotes of a string stands for. Characters by name (`\N{…}`) stay
 * as they are written. `isBytes` leaves the escapes alone that bytes do not have.
 */
export function decodeText(text: string, isBytes: boolean): string {
  if (!text.includes('\\')) {
    return text;
  }
  return text.replace(ESCAPE, (whole, octal, hex, u4, u8, name, other) => {
    if (octal !== undefined) {
      return String.fromCharCode(parseInt(octal, 8) & (isBytes ? 255 : 511));
    }
    if (hex !== undefined) {
      return String.fromCharCode(parseInt(hex, 16));
    }
    if (isBytes || name !== undefined) {
      return other === undefined ? whole : (SIMPLE[other] ?? whole);
    }
    const wide = parseInt(u4 ?? u8 ?? '', 16);
    if (!Number.isNaN(wide)) {
      return wide > 0x10ffff ? whole : String.fromCodePoint(wide);
    }
    return SIMPLE[other] ?? whole;
  });
}

/** The value of a number's text; `null` for a complex one. Big integers lose their last digits. */
export function numberValue(text: string): number | null {
  const plain = text.replaceAll('_', '');
  if (/[jJ]$/.test(plain)) {
    return null;
  }
  return /^0\d/.test(plain) ? parseFloat(plain) : Number(plain);
}

/** True when a number's text is an integer. */
export function isInteger(text: string): boolean {
  return /^0[xXoObB]/.test(text) || /^[\d_]+$/.test(text);
}
