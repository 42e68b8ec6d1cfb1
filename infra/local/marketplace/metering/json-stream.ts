/** A JSON list that is written as it is read, so that a long one is never in memory; `named` puts it in an object under that name. */
export const jsonStream = (items: AsyncIterable<unknown>, named?: string): Response => {
  async function* text(): AsyncGenerator<string> {
    yield named === undefined ? "[" : `{"${named}":[`;
    let separator = "";
    for await (const item of items) {
      yield separator + JSON.stringify(item);
      separator = ",";
    }
    yield named === undefined ? "]" : "]}";
  }
  return new Response(ReadableStream.from(text()).pipeThrough(new TextEncoderStream()), { headers: { "content-type": "application/json" } });
};
