import { takeFocus } from './take-focus';

const waited = () => new Promise(resolve => setTimeout(resolve, 20));

let field: HTMLInputElement;
let other: HTMLInputElement;
let stop: () => void;

beforeEach(() => {
  field = document.createElement('input');
  other = document.createElement('input');
  document.body.replaceChildren(field, other);
});

afterEach(() => stop());

describe('takeFocus', () => {
  it('takes the keyboard at once, and again when it was taken away', async () => {
    stop = takeFocus(field);
    expect(document.activeElement).toBe(field);
    other.focus();
    await waited();
    expect(document.activeElement).toBe(field);
    field.blur();
    await waited();
    expect(document.activeElement).toBe(field);
  });

  it('leaves it where it went meanwhile within its surroundings', async () => {
    stop = takeFocus(field, document.body);
    other.focus();
    await waited();
    expect(document.activeElement).toBe(other);
  });

  it('gives way to the person, and to those who insist', async () => {
    stop = takeFocus(field);
    other.dispatchEvent(new Event('pointerdown', { bubbles: true }));
    other.focus();
    await waited();
    expect(document.activeElement).toBe(other);

    stop = takeFocus(field);
    for (let time = 0; time < 4; time++) {
      other.focus();
      await waited();
    }
    expect(document.activeElement).toBe(other);
  });

  it('is called off', async () => {
    stop = takeFocus(field);
    stop();
    other.focus();
    await waited();
    expect(document.activeElement).toBe(other);
  });
});
