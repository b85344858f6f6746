import * as fc from 'fast-check';

import { readNotebook } from './read-notebook';
import { readTag } from './tags';
import type { StepSettings } from './types';
import { renameStep, setPrev, setRole, setSettings } from './write-tags';
import { ROLES } from './types';

const name = fc.stringMatching(/^[_a-z][_a-z0-9-]{0,8}$/);
const quantity = fc.constantFrom('1', '500m', '4Gi', '0.5', '1e3');
const text = fc.string({ maxLength: 12 });
const key = fc.stringMatching(/^[a-z]{1,5}(\/[a-z0-9]{1,4})?$/);
const variable = fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,6}$/);

const foreignTag = fc
  .oneof(
    fc.string(),
    fc.constantFrom('hide-input', 'slideshow', 'STEP:a', 'report:enabled')
  )
  .filter(tag => ['foreign', 'report'].includes(readTag(tag).kind));

const ourTag = fc.oneof(
  fc.constantFrom(
    ...['skip', 'imports', 'functions', 'parameters', 'pipeline-metrics'],
    ...['block:a;b', 'step:', 'prev:a:b', 'prev:c;d', 'cache:enabled']
  ),
  name.map(n => `step:${n}`),
  name.map(n => `block:${n}`),
  name.map(n => `prev:${n}`),
  fc.tuple(key, text).map(([k, v]) => `label:${k}:${v}`),
  fc.tuple(key, quantity).map(([k, q]) => `limit:${k}:${q}`)
);

const tags = fc.array(fc.oneof(foreignTag, ourTag), { maxLength: 8 });

const settings: fc.Arbitrary<StepSettings> = fc.record(
  {
    image: fc.stringMatching(/^[a-z0-9./:@-]{1,20}$/),
    cache: fc.boolean(),
    timeoutSeconds: fc.integer({ min: 1, max: 9999 }),
    retry: fc.record(
      {
        times: fc.integer({ min: 0, max: 10 }),
        seconds: fc.integer({ min: 0, max: 99 }),
        factor: fc.integer({ min: 1, max: 4 })
      },
      { requiredKeys: ['times'] }
    ),
    environment: fc.dictionary(variable, text, { minKeys: 1, maxKeys: 3 }),
    labels: fc.dictionary(key, text, { minKeys: 1, maxKeys: 3 }),
    annotations: fc.dictionary(key, text, { minKeys: 1, maxKeys: 3 }),
    secrets: fc.uniqueArray(fc.record({ secret: name, key: name, variable }), {
      minLength: 1,
      maxLength: 3,
      selector: item => item.variable
    }),
    resources: fc.oneof(
      fc.record({ cpu: quantity }),
      fc.record({ memory: quantity, cpu: quantity }),
      fc.record({
        gpu: fc.record({
          type: fc.constantFrom('nvidia.com/gpu', 'amd.com/gpu', 'tpu-v5'),
          count: fc.integer({ min: 1, max: 8 })
        })
      }),
      fc.record({
        other: fc.dictionary(
          fc.stringMatching(/^example\.com\/[a-f]{1,4}$/),
          quantity,
          { minKeys: 1 }
        )
      })
    )
  },
  { requiredKeys: [] }
);

const foreignOf = (list: readonly string[]): string[] =>
  list.filter(tag => ['foreign', 'report'].includes(readTag(tag).kind));

function readBack(cellTags: readonly string[], metadata: object | null) {
  const { value } = readNotebook(
    {
      nbformat: 4,
      metadata: {},
      cells: [
        {
          cell_type: 'code',
          source: 'x = 1',
          metadata: { tags: cellTags, ...(metadata && { kalette: metadata }) }
        }
      ]
    },
    { name: 'n.ipynb' }
  );
  return { cell: value.cells[0], step: value.steps[0] };
}

describe('setRole', () => {
  it('round-trips every role and keeps foreign tags', () => {
    fc.assert(
      fc.property(tags, fc.constantFrom(...ROLES), name, (list, role, step) => {
        const written = setRole(list, role, step);
        const { cell } = readBack(written, null);
        expect([cell?.role, cell?.step]).toEqual([
          role,
          role === 'step' ? step : null
        ]);
        expect(foreignOf(written)).toEqual(foreignOf(list));
        expect(setRole(written, role, step)).toEqual(written);
      })
    );
  });

  it('leaves nothing of ours when the role is taken away', () => {
    fc.assert(
      fc.property(tags, list => {
        expect(setRole(list, null)).toEqual(foreignOf(list));
      })
    );
  });

  it('writes the newest grammar, in place', () => {
    expect(setRole(['x', 'block:a', 'prev:b'], 'step', 'c')).toEqual([
      'x',
      'step:c',
      'prev:b'
    ]);
    expect(setRole(['block:a'], 'step', 'a')).toEqual(['block:a']);
    expect(setRole([], 'parameters')).toEqual(['pipeline-parameters']);
  });

  it('wants a name for a step', () => {
    expect(() => setRole([], 'step')).toThrow();
  });
});

describe('setPrev', () => {
  it('round-trips names and keeps all else', () => {
    fc.assert(
      fc.property(tags, fc.uniqueArray(name), name, (list, prev, step) => {
        const written = setPrev(setRole(list, 'step', step), prev);
        const { step: declared } = readBack(written, null);
        expect(declared?.prev.map(item => item.step).sort()).toEqual(
          [...prev].sort()
        );
        expect(foreignOf(written)).toEqual(foreignOf(list));
      })
    );
  });

  it('leaves old spellings alone when nothing changes', () => {
    const list = ['step:c', 'prev:a:b'];
    expect(setPrev(list, ['b', 'a'])).toBe(list);
    expect(setPrev(list, ['b'])).toEqual(['step:c', 'prev:b']);
  });
});

describe('renameStep', () => {
  it('renames the step and who waits for it, in old spellings too', () => {
    expect(
      renameStep(['step:a', 'prev:a:ab;a', 'label:a:a', 'block:b;a'], 'a', 'z')
    ).toEqual(['step:z', 'prev:z:ab;z', 'label:a:a', 'block:b;z']);
  });

  it('renaming there and back changes nothing', () => {
    fc.assert(
      fc.property(tags, name, (list, step) => {
        const free = `${step}-free-name`;
        expect(renameStep(renameStep(list, step, free), free, step)).toEqual(
          list
        );
      })
    );
  });
});

describe('setSettings', () => {
  it('round-trips settings through tags and metadata', () => {
    fc.assert(
      fc.property(tags, settings, name, (list, wanted, step) => {
        const base = setRole(list, 'step', step);
        const { tags: written, metadata } = setSettings(base, null, wanted);
        expect(readBack(written, metadata).step?.settings).toEqual(wanted);
        expect(foreignOf(written)).toEqual(foreignOf(list));
        expect(setSettings(written, metadata, wanted)).toEqual({
          tags: written,
          metadata
        });
      })
    );
  });

  it('keeps keys of the metadata that it does not know, and the version', () => {
    expect(
      setSettings(
        [],
        { version: 2, mine: [1], retry: { times: 1 } },
        { timeoutSeconds: 5 }
      ).metadata
    ).toEqual({ version: 2, mine: [1], timeoutSeconds: 5 });
  });

  it('leaves no metadata behind when nothing is left to keep', () => {
    expect(setSettings(['x'], { version: 1, retry: { times: 1 } }, {})).toEqual(
      { tags: ['x'], metadata: null }
    );
  });

  it('takes over resources that stood in metadata', () => {
    const { tags: written, metadata } = setSettings(
      ['step:a'],
      { version: 1, resources: { cpu: '1' } },
      { resources: { cpu: '2' } }
    );
    expect(written).toEqual(['step:a', 'limit:cpu:2']);
    expect(metadata).toBeNull();
  });
});
