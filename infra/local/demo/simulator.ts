/** What a person, or a tester, does in the simulator. */
export const simulator = (url: string) => {
  const ask = async (path: string, init: RequestInit): Promise<unknown> => {
    const answer = await fetch(`${url}/simulator${path}`, init);
    if (!answer.ok) throw new Error(`The simulator refused ${path} (${answer.status}): ${(await answer.text()).slice(0, 300)}`);
    const json: unknown = await answer.json();
    return json;
  };
  const post = (path: string, body: unknown = {}): Promise<unknown> => ask(path, { method: "POST", body: JSON.stringify(body) });
  return {
    agreement: (id: string, change: string, body?: unknown) => post(`/purchases/${id}/${change}`, body),
    forward: (duration: string) => post("/clock", { advance: duration }),
    fault: (fault: object) => post("/faults", fault),
    read: (path: string) => ask(path, { method: "GET" }),
  };
};
export type Simulator = ReturnType<typeof simulator>;
