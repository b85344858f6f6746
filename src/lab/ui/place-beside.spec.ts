import { placeAround, placeAt, placeClear } from './place-beside';

const WINDOW = { width: 1000, height: 600 };

/** An element of a height, which its style may cut, as a browser would measure it. */
function element(height: number): HTMLElement {
  const node = document.createElement('div');
  node.getBoundingClientRect = () => {
    const most = parseFloat(node.style.maxBlockSize);
    return new DOMRect(
      0,
      0,
      200,
      Number.isNaN(most) ? height : Math.min(height, most)
    );
  };
  return node;
}

/** What the element covers from top to bottom. */
function span(node: HTMLElement): readonly [number, number] {
  const top = parseFloat(node.style.top);
  return [top, top + node.getBoundingClientRect().height];
}

const line = (top: number, height = 16) => new DOMRect(100, top, 60, height);

beforeAll(() => {
  Object.assign(window, {
    innerWidth: WINDOW.width,
    innerHeight: WINDOW.height
  });
  // jsdom has none.
  window.DOMRect ??= class {
    constructor(
      readonly left: number,
      readonly top: number,
      readonly width: number,
      readonly height: number
    ) {}
    get right() {
      return this.left + this.width;
    }
    get bottom() {
      return this.top + this.height;
    }
  } as never;
});

describe('placeClear', () => {
  it('stands below a line, and above where there is no room', () => {
    const node = element(120);
    placeClear(node, line(100), false);
    expect(span(node)).toEqual([122, 242]);
    placeClear(node, line(550), false);
    expect(span(node)).toEqual([424, 544]);
  });

  it('stands on the better side while there is room', () => {
    const node = element(120);
    placeClear(node, line(300), false, 'above');
    expect(span(node)[1]).toBe(294);
    placeClear(node, line(40), false, 'above');
    expect(span(node)[0]).toBe(62);
  });

  it.each([0, 150, 290, 420, 584])(
    'never covers a line at %d, however much it has to say',
    top => {
      const node = element(900);
      const at = line(top);
      placeClear(node, at, false);
      const [from, to] = span(node);
      expect(to <= at.top || from >= at.bottom).toBe(true);
      expect(from).toBeGreaterThanOrEqual(8);
      expect(to).toBeLessThanOrEqual(592);
    }
  );

  it('gets its height back where there is room again', () => {
    const node = element(300);
    placeClear(node, line(290), false);
    expect(node.style.maxBlockSize).not.toBe('');
    placeClear(node, line(100), false);
    expect(node.style.maxBlockSize).toBe('');
  });

  it('stays in the window at either edge', () => {
    const node = element(50);
    placeClear(node, new DOMRect(950, 100, 40, 16), false);
    expect(node.style.left).toBe('792px');
    placeClear(node, new DOMRect(20, 100, 40, 16), true);
    expect(node.style.left).toBe('8px');
  });
});

describe('placeAt', () => {
  it('covers what it stands at rather than being cut', () => {
    const node = element(500);
    placeAt(node, line(300), false);
    expect(span(node)).toEqual([92, 592]);
  });
});

describe('placeAround', () => {
  const at = (rect: DOMRect): HTMLElement => {
    const node = document.createElement('div');
    node.getBoundingClientRect = () => rect;
    return node;
  };

  it('covers neither the anchor nor what stands under it', () => {
    const node = element(200);
    placeAround(node, at(line(40)), at(line(60, 100)));
    expect(span(node)[0]).toBeGreaterThan(160);
    placeAround(node, at(line(340)), at(line(360, 200)));
    expect(span(node)[1]).toBeLessThan(340);
  });

  it('stays at the anchor where neither side has room', () => {
    const node = element(200);
    placeAround(node, at(line(40)), at(line(60, 500)));
    expect(span(node)[0]).toBeLessThan(80);
  });
});
