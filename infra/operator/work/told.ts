/** What an item is, and how it is settled, for the terminal and for the console alike. */
export interface Told {
  /** What the matter is, as the end of a sentence. */
  readonly what: string;
  /** What it is made of, one by one, where it is more than one thing. */
  readonly lines?: readonly string[];
  /** What a person does about it. */
  readonly step: string;
  /** The commands of which one does it. */
  readonly commands?: readonly string[];
}
