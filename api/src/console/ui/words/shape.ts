/** The same words in another language: every key, any text. A language without a singular leaves `_one` out. */
export type SameWords<Words> = {
  readonly [Key in keyof Words as Key extends `${string}_one` ? never : Key]: Words[Key] extends string
    ? string
    : SameWords<Words[Key]>;
};
