import type { Diagnostic, Where } from '../diagnostic';
import { almostTag, severalRoles } from '../messages/notebook';
import { similarWord } from '../similar-words';
import { isStepName, readTag, ROLE_TAGS, type TagMeaning } from './tags';
import type { Role } from './types';

interface ReadTag {
  readonly tag: string;
  readonly meaning: TagMeaning;
}

/** NB18: role tags of a cell that lose against the one of `role`, which the cell has. */
export function judgeRoles(
  tags: readonly ReadTag[],
  where: Where,
  role: Role | null
): readonly Diagnostic[] {
  const used = tags.find(({ meaning }) => roleOf(meaning) === role);
  const unused = tags.filter(({ meaning }) => {
    const other = roleOf(meaning);
    return other !== null && other !== role;
  });
  return used && unused.length > 0
    ? [
        severalRoles(
          where,
          used.tag,
          unused.map(({ tag }) => tag)
        )
      ]
    : [];
}

function roleOf(meaning: TagMeaning): Role | null {
  if (meaning.kind === 'role') {
    return meaning.role;
  }
  return meaning.kind === 'step' && meaning.names.length > 0 ? 'step' : null;
}

/** Tags with a value, by their word in lower case. */
const PREFIXES: Readonly<Record<string, string>> = {
  step: 'step:NAME',
  block: 'step:NAME',
  prev: 'prev:NAME'
};

/**
 * NB20: a foreign tag that differs from ours by its case, or by the name it lacks. It stays
 * foreign whatever is said here: others may use the same word.
 */
export function judgeForeign(tag: string, where: Where): readonly Diagnostic[] {
  const colon = tag.indexOf(':');
  const word = (colon < 0 ? tag : tag.slice(0, colon)).trim().toLowerCase();
  const meant = Object.hasOwn(PREFIXES, word) ? PREFIXES[word] : undefined;
  if (meant !== undefined) {
    const isOurs = colon >= 0;
    const replacement = isOurs ? rewritten(word, tag.slice(colon + 1)) : null;
    return [almostTag(where, tag, meant, { replacement, isOurs })];
  }
  const role = colon < 0 ? readTag(word) : null;
  if (role?.kind === 'role') {
    const isOurs = false;
    return word === 'parameters'
      ? []
      : [almostTag(where, tag, word, { replacement: word, isOurs })];
  }
  return colon < 0
    ? judgeMisspeltRole(tag, word, where)
    : judgeMisspeltPrefix(tag, word, where);
}

const ROLE_WORDS = Object.values(ROLE_TAGS);

function judgeMisspeltRole(
  tag: string,
  word: string,
  where: Where
): readonly Diagnostic[] {
  const meant = similarWord(word, ROLE_WORDS);
  return meant === null
    ? []
    : [almostTag(where, tag, meant, { replacement: meant, isOurs: false })];
}

/** `stpe:load`: what stands behind is a name of a step, so it is hardly anybody else's. */
function judgeMisspeltPrefix(
  tag: string,
  word: string,
  where: Where
): readonly Diagnostic[] {
  const name = tag.slice(tag.indexOf(':') + 1).trim();
  const meant = similarWord(word, Object.keys(PREFIXES));
  return meant === null || !isStepName(name)
    ? []
    : [
        almostTag(where, tag, PREFIXES[meant] ?? '', {
          replacement: rewritten(meant, name),
          isOurs: true
        })
      ];
}

function rewritten(word: string, rest: string): string | null {
  const name = nearestName(rest.trim());
  return isStepName(name)
    ? `${word === 'block' ? 'step' : word}:${name}`
    : null;
}

/** The nearest legal name of a step; empty when no letter is left of the text. */
export function nearestName(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[^_a-z0-9-]+/g, '_')
    .replace(/^[^_a-z]+|_+$/g, '');
}
