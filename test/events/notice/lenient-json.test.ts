import { lenientJson } from "../../../events/notice/lenient-json";

describe("JSON as AWS prints it", () => {
  test.each([
    ['{"a": [1, 2, ], }', { a: [1, 2] }],
    ['{"a": ",}", "b": "\\",]" , }', { a: ",}", b: '",]' }],
  ])("is read without its trailing commas, and its texts are left alone: %s", (text, json) => {
    expect(lenientJson(text)).toEqual(json);
  });

  test.each(['{"a": "b', '{"a": "b\\', "{,,}", ""])("is nothing where it breaks off: %s", (text) => {
    expect(lenientJson(text)).toBeUndefined();
  });

  // A message within a message, cut off: looked at from each of its quotes, a megabyte would hold up the queue for a quarter of an hour.
  test.each(['\\"', '\\\n"', ", ", '"\\'])("is given up at once, however long it is: %j over and over", (piece) => {
    const begun = performance.now();
    lenientJson(`{"Message": "${piece.repeat(500_000)}`);
    expect(performance.now() - begun).toBeLessThan(5_000);
  });
});
