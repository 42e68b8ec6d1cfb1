import { eventually } from "./eventually";
import { itemSize } from "./item-size";
import { right, same, Wrong } from "./right";

describe("a benchmark that finds something wrong", () => {
  test("says what, and goes no further", () => {
    expect(() => {
      right(false, "Two of them are missing.");
    }).toThrow(new Wrong("Two of them are missing."));
    expect(() => {
      same("messages left", { visible: 1 }, { visible: 0 });
    }).toThrow('messages left: {"visible":1} was found where {"visible":0} is right.');
  });

  test("is silent about what is right", () => {
    right(true, "");
    same("deep values", { a: [1, new Set([2])] }, { a: [1, new Set([2])] });
  });

  test("does not wait for ever", async () => {
    await expect(eventually("pigs fly", () => false, { withinMs: 10 })).rejects.toThrow("It did not come true within 0.01 seconds: pigs fly.");
    let looks = 0;
    await eventually("the third look", () => (looks += 1) === 3, { withinMs: 1_000, everyMs: 1 });
    expect(looks).toBe(3);
  });
});

describe("the size of an item", () => {
  test("is that of its names and values, as DynamoDB counts them", () => {
    // pk: 2 + 3; n: 1 + (2 digits in a byte + 1); é: 2 bytes of name, 1 of value.
    expect(itemSize({ pk: "abc", n: 42, é: true })).toBe(5 + 3 + 3);
    // Lists and maps cost 3 bytes, and one for each member.
    expect(itemSize({ l: ["ab", null], m: { k: new Uint8Array(4) } })).toBe(1 + (3 + 3 + 2) + 1 + (3 + 1 + 1 + 4));
  });

  test("is of what DynamoDB can hold", () => {
    expect(() => itemSize({ f: () => undefined })).toThrow("DynamoDB holds no function.");
  });
});
