/** Text as a terminal leaves it: a carriage return rewrites its line, so a progress bar is one line. */
export function foldText(text: string): string {
  if (!/[\r\b]/.test(text)) {
    return text;
  }
  return text
    .replace(/\r+\n/g, '\n')
    .split('\n')
    .map(line => line.split('\r').reduce(overwrite, ''))
    .join('\n');
}

const BACKSPACE = '\b';

function overwrite(shown: string, part: string): string {
  const signs: string[] = [];
  for (const sign of part) {
    if (sign === BACKSPACE) {
      signs.pop();
    } else {
      signs.push(sign);
    }
  }
  const text = signs.join('');
  return text + shown.slice(text.length);
}
