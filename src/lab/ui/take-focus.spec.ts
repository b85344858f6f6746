import { takeFocus } from './take-focus';

const LONG = 200;
const waited = () => new Promise(resolve => setTimeout(resolve, LONG));

let field: HTMLInputElement;
let other: HTMLInputElement;

beforeEach(() => {
  field = document.createElement('input');
  other = document.createElement('input');
  document.body.replaceChildren(field, other);
});

describe('takeFocus', () => {
  it('takes the keyboard at once, and again when it was taken away', async () => {
    takeFocus(field);
    expect(document.activeElement).toBe(field);
    other.focus();
    await waited();
    expect(document.activeElement).toBe(field);
  });

  it('leaves it where it went meanwhile within its surroundings', async () => {
    takeFocus(field, document.body);
    other.focus();
    await waited();
    expect(document.activeElement).toBe(other);
  });

  it('is called off', async () => {
    takeFocus(field)();
    other.focus();
    await waited();
    expect(document.activeElement).toBe(other);
  });
});
