import { hoverCard, type ICardOptions } from './hover-card';

const at = document.createElement('p').getBoundingClientRect();

/** A card with two buttons, of which the second is to get the keyboard. */
function card(options: Partial<ICardOptions> = {}): ICardOptions {
  const content = document.createElement('div');
  content.innerHTML = '<button>one</button><button data-first>two</button>';
  return { label: 'What it says', content, anchor: () => at, ...options };
}

const shown = () => document.querySelector<HTMLElement>('.jp-KaletteCard');
const focused = () => document.activeElement?.textContent;
const press = (key: string, shiftKey = false) =>
  document.activeElement?.dispatchEvent(
    new KeyboardEvent('keydown', { key, shiftKey, bubbles: true })
  );

describe('the card', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => {
    hoverCard.close();
    jest.useRealTimers();
  });

  it('gives the keyboard to what is marked, and keys move between its buttons', () => {
    hoverCard.show(card({ isFocused: true }));
    expect(shown()?.getAttribute('aria-label')).toBe('What it says');
    expect(focused()).toBe('two');
    press('ArrowDown');
    expect(focused()).toBe('one');
    press('Tab', true);
    expect(focused()).toBe('two');
    press('ArrowUp');
    expect(focused()).toBe('one');
  });

  it('gives the keyboard back at Escape alone', () => {
    let returns = 0;
    const onReturn = () => {
      returns++;
    };
    hoverCard.show(card({ isFocused: true, onReturn }));
    press('Escape');
    expect(shown()).toBeNull();
    expect(returns).toBe(1);
    hoverCard.show(card({ onReturn }));
    document.body.dispatchEvent(new Event('pointerdown', { bubbles: true }));
    expect(shown()).toBeNull();
    expect(returns).toBe(1);
  });

  it('comes when the pointer rests, and stays while the pointer is on it', async () => {
    hoverCard.plan(() => card());
    expect(shown()).toBeNull();
    await jest.advanceTimersByTimeAsync(300);
    expect(shown()).not.toBeNull();
    hoverCard.release();
    shown()?.dispatchEvent(new Event('pointerenter'));
    await jest.advanceTimersByTimeAsync(1000);
    expect(shown()).not.toBeNull();
    shown()?.dispatchEvent(new Event('pointerleave'));
    await jest.advanceTimersByTimeAsync(300);
    expect(shown()).toBeNull();
  });

  it('does not come where the pointer went on before its content was there', async () => {
    let answer: (options: ICardOptions) => void = () => undefined;
    const content = new Promise<ICardOptions>(resolve => {
      answer = resolve;
    });
    hoverCard.plan(() => content);
    await jest.advanceTimersByTimeAsync(300);
    hoverCard.release();
    answer(card());
    await jest.advanceTimersByTimeAsync(1000);
    expect(shown()).toBeNull();
  });

  it('goes with what it hangs at', () => {
    let anchor: DOMRect | null = at;
    hoverCard.show(card({ anchor: () => anchor }));
    document.body.dispatchEvent(new Event('scroll'));
    expect(shown()).not.toBeNull();
    anchor = null;
    document.body.dispatchEvent(new Event('scroll'));
    expect(shown()).toBeNull();
  });
});
