import type { Documents } from "../../cloud/documents";

/** The documents of a kind whose ids begin so, by id, page by page: never all of them at once. */
export async function* walk(documents: Pick<Documents, "page">, kind: string, startsWith = ""): AsyncGenerator {
  let next = await documents.page(kind, startsWith);
  for (;;) {
    for (const { document } of next.found) yield document;
    if (next.after === undefined) return;
    next = await documents.page(kind, startsWith, next.after);
  }
}
