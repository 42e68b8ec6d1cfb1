import type { Functions } from "./functions";
import { AwsError } from "./aws-service";

const PATH = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

const parse = (text: string): unknown => {
  if (text === "") return {};
  const json: unknown = JSON.parse(text);
  return json;
};

const refused = (status: number, type: string, message: string): Response =>
  Response.json({ Type: "User", Message: message }, { status, headers: { "x-amzn-errortype": type } });

/** Lambda's Invoke as the wire has it, for calls that wait for the answer; undefined for other paths. */
export const lambdaApi =
  (functions: Functions) =>
  async (request: Request): Promise<Response | undefined> => {
    const name = PATH.exec(new URL(request.url).pathname)?.[1];
    if (name === undefined || request.method !== "POST") return undefined;
    try {
      const invoked = await functions.invoke(decodeURIComponent(name), parse(await request.text()));
      if (invoked.ok) return Response.json(invoked.result);
      const { errorType, errorMessage } = invoked;
      return Response.json({ errorType, errorMessage }, { headers: { "x-amz-function-error": "Unhandled" } });
    } catch (error) {
      if (error instanceof AwsError) return refused(error.status, error.type, error.message);
      if (error instanceof SyntaxError) return refused(400, "InvalidRequestContentException", "The payload is not JSON.");
      throw error;
    }
  };
