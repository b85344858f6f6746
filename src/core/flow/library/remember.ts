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
