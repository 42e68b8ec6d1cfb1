/**
 * Texts, which are kept, or a comma before the end of a list or an object, which is dropped. A text that never ends goes to the
 * end of all: were it no match, each quote in it would be tried as a beginning, for minutes where there are many.
 */
const TEXT_OR_TRAILING_COMMA = /"(?:\\[^]?|[^"\\])*(?:"|$)|,(?=\s*[}\]])/g;

const parse = (text: string): { readonly json: unknown } | undefined => {
  try {
    const json: unknown = JSON.parse(text);
    return { json };
  } catch {
    return undefined;
  }
};

/** Reads JSON, and JSON with trailing commas, as AWS prints its SNS messages (`UG:saas-notification`). @returns undefined for anything else */
export const lenientJson = (text: string): unknown =>
  (parse(text) ?? parse(text.replace(TEXT_OR_TRAILING_COMMA, (found) => (found.startsWith('"') ? found : ""))))?.json;
