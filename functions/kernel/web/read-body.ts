/** A body of more than so many bytes is not read: no form, and no call of the API, comes near it. */
export const BODY_LIMIT_BYTES = 65_536;

/** What came with a request. */
export type Body = { readonly kind: "text"; readonly text: string } | { readonly kind: "tooLarge" };

/** Reads a body as text, and stops at the limit whatever length the sender claims. */
export const readBody = async (request: Request, limitBytes: number = BODY_LIMIT_BYTES): Promise<Body> => {
  if (Number(request.headers.get("content-length") ?? 0) > limitBytes) return { kind: "tooLarge" };
  if (request.body === null) return { kind: "text", text: "" };
  const decoder = new TextDecoder();
  const stream: ReadableStream<Uint8Array> = request.body;
  const reader = stream.getReader();
  let text = "";
  let bytes = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    bytes += part.value.byteLength;
    if (bytes > limitBytes) {
      await reader.cancel();
      return { kind: "tooLarge" };
    }
    text += decoder.decode(part.value, { stream: true });
  }
  return { kind: "text", text: text + decoder.decode() };
};

/** The media type of a body, without its parameters. */
export const mediaType = (request: Request): string => (request.headers.get("content-type") ?? "").split(";", 1).join("").trim().toLowerCase();

/** Reads a JSON body; undefined if it is none. */
export const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
