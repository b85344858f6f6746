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

function overwrite(shown: string, part: string): string {
  let text = part;
  while (text.includes('\b')) {
    text = text.replace(/[^\b]?\b/, '');
  }
  return text + shown.slice(text.length);
}
