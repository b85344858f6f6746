import { Interruptions } from './interruptions';
import type { WireRecovered } from '../service/wire';

const found = (how: string, target = '/w'): WireRecovered => ({
  ...{ how, target, snapshot: 'sha256:a', safety: null },
  ...{ why: '', changed: [], more: 0, meanwhile: null }
});

const kinds = (interruptions: Interruptions) =>
  interruptions.all.map(({ how, target }) => `${how} ${target}`);

describe('Interruptions', () => {
  it('go on to be told of until somebody decides', () => {
    const interruptions = new Interruptions();
    interruptions.note([found('resumed'), found('rolled-back', '/new')]);
    interruptions.note([]);
    expect(kinds(interruptions)).toEqual(['resumed /w', 'rolled-back /new']);
    interruptions.decide([]);
    expect(kinds(interruptions)).toEqual([]);
  });

  it('are told of no more once what waited was decided, unless that failed', () => {
    const interruptions = new Interruptions();
    interruptions.note([found('waiting'), found('resumed', '/new')]);
    interruptions.decide([found('rolled-back')]);
    expect(kinds(interruptions)).toEqual(['resumed /new']);
    expect(interruptions.isOpen).toBe(false);
    interruptions.note([found('waiting')]);
    interruptions.decide([found('failed')]);
    expect(kinds(interruptions)).toEqual(['resumed /new', 'failed /w']);
  });

  it('of a folder are settled by what was put into it whole since', () => {
    const interruptions = new Interruptions();
    interruptions.note([found('rolled-back'), found('resumed', '/new')]);
    interruptions.settle('/w');
    expect(kinds(interruptions)).toEqual(['resumed /new']);
  });

  it('of a folder are told of as the last one left it', () => {
    const interruptions = new Interruptions();
    interruptions.note([found('rolled-back')]);
    interruptions.note([found('resumed')]);
    expect(kinds(interruptions)).toEqual(['resumed /w']);
  });
});
