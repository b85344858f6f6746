/** So many answers are kept; then it begins anew. */
const LIMIT = 4_096;

/** A pure function of a text that keeps its answers, as the same few names come again and again. */
export function remember<T>(find: (text: string) => T): (text: string) => T {
  const answers = new Map<string, T>();
  return text => {
    const known = answers.get(text);
    if (known !== undefined) {
      return known;
    }
    if (answers.size >= LIMIT) {
      answers.clear();
    }
    const answer = find(text);
    answers.set(text, answer);
    return answer;
  };
}

/** The path of a member of a library thing: always the same text, which makes looking it up fast. */
export function memberPath(path: string, member: string): string {
  const members = membersOf(path);
  const known = members.get(member);
  if (known !== undefined) {
    return known;
  }
  const made = `${path}.${member}`;
  if (members.size < LIMIT) {
    members.set(member, made);
  }
  return made;
}

const membersOf = remember((): Map<string, string> => new Map());
