import { slots } from "../../../../infra/local/cloud/step-functions/slots";

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

describe("slots for work", () => {
  test("are never more than there are, and all work is done in the order it came", async () => {
    const inSlot = slots(3);
    let [underWay, most] = [0, 0];
    const begun: number[] = [];
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        inSlot(async () => {
          begun.push(index);
          underWay += 1;
          most = Math.max(most, underWay);
          await turn();
          underWay -= 1;
        }),
      ),
    );
    expect(most).toBe(3);
    expect(begun).toEqual(Array.from({ length: 20 }, (_, index) => index));
  });

  test("are free again after work that failed, whose error is the caller's", async () => {
    const inSlot = slots(1);
    const failed = inSlot(async () => {
      await turn();
      throw new Error("No.");
    });
    const next = inSlot(async () => "done");
    await expect(failed).rejects.toThrow("No.");
    await expect(next).resolves.toBe("done");
    await expect(inSlot(async () => "again")).resolves.toBe("again");
  });
});
