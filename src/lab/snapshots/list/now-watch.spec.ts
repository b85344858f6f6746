import { settled, until } from '../../testing/documents';
import { NowWatch } from './now-watch';

function watch(pace: number, isSeen = () => true) {
  const looks = { count: 0, isBack: false };
  const it = new NowWatch(
    async isBack => {
      looks.count++;
      looks.isBack = isBack;
    },
    isSeen,
    pace
  );
  return { looks, it };
}

describe('NowWatch', () => {
  it('looks again and again, until it is disposed of', async () => {
    const { looks, it: watched } = watch(10);
    await until(() => looks.count > 2);
    watched.dispose();
    const { count } = looks;
    await settled(40);
    expect(looks.count).toBe(count);
  });

  it('looks at once when the window comes to the front, or something was saved', async () => {
    const { looks, it: watched } = watch(60_000);
    await settled(40);
    const { count } = looks;
    window.dispatchEvent(new Event('focus'));
    await settled(40);
    expect(looks).toEqual({ count: count + 1, isBack: true });
    watched.soon();
    await settled(40);
    expect(looks).toEqual({ count: count + 2, isBack: false });
    watched.dispose();
  });

  it('does not look while nobody sees it', async () => {
    const { looks, it: watched } = watch(10, () => false);
    watched.soon();
    await settled(50);
    expect(looks.count).toBe(0);
    watched.dispose();
  });
});
