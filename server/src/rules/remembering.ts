const rememberedTexts = 200;
/** Longer texts are not kept alive. */
const longestRemembered = 500;

/** The same answers, each text read once: many rules ask the same of one value, and scripts repeat their values. */
export function remembering<T>(answer: (text: string) => T, most = rememberedTexts): (text: string) => T {
  const answers = new Map<string, T>();
  return (text) => {
    if (text.length > longestRemembered) return answer(text);
    const known = answers.get(text);
    if (known !== undefined) return known;
    const given = answer(text);
    if (answers.size >= most) answers.clear();
    answers.set(text, given);
    return given;
  };
}
