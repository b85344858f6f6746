import { LOOKING, rules, type LibraryRules } from './types';

/** Values that do not change, and small ones of the standard library. */
export const VALUE_RULES: readonly LibraryRules[] = [
  [
    /^(?:datetime|zoneinfo|decimal|fractions|ipaddress|uuid|string|dateutil|pytz|difflib)\./,
    LOOKING
  ],
  // https://docs.scipy.org/doc/scipy/reference/stats.html: distributions and their frozen forms.
  [/^scipy\.(?:stats|interpolate|spatial|optimize|signal|special)\./, LOOKING],
  [
    // https://docs.python.org/3/library/contextlib.html#contextlib.ExitStack
    /^contextlib\.(?:Async)?ExitStack/,
    rules({
      changing:
        'callback enter_context pop_all push_async_callback enter_async_context'
    })
  ],
  [
    // https://docs.python.org/3/library/array.html
    /^array\.array/,
    rules({ changing: 'byteswap frombytes fromlist fromfile fromunicode' })
  ],
  [
    // https://www.tensorflow.org/api_docs/python/tf/Variable
    /^tensorflow\.Variable/,
    rules({ changing: 'assign scatter_update' })
  ],
  [
    // https://omegaconf.readthedocs.io/
    /^omegaconf\./,
    LOOKING
  ]
];
