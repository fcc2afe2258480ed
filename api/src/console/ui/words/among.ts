/** Whether these words have that one. A service that is newer than the page may say what the page does not know. */
export const isAmong = <Words extends object>(words: Words, word: string | null): word is keyof Words & string =>
  word !== null && Object.hasOwn(words, word);
