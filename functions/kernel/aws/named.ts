/** A name of AWS's. Some of its answers have an empty text where there is none. */
export const named = (text: string | undefined): string | undefined => (text === "" ? undefined : text);
