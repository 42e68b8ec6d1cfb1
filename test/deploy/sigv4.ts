import { createHash, createHmac } from "node:crypto";
import type { Ask } from "./web";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

export interface Signer {
  /** The service's signing name. */
  readonly service: string;
  readonly host: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The headers that sign a request to AWS (IAM user guide, "Create a signed AWS API request"). Paths without queries. */
export const sigV4 =
  ({ service, host, region, accessKeyId, secretAccessKey }: Signer) =>
  (method: string, path: string, { body = "" }: Ask): Readonly<Record<string, string>> => {
    const time = new Date().toISOString().replace(/[-:]|\.\d{3}/g, "");
    const day = time.slice(0, 8);
    const scope = `${day}/${region}/${service}/aws4_request`;
    // Each segment is encoded twice, as for every service but S3.
    const canonicalPath = path.split("/").map(encodeURIComponent).join("/");
    const canonical = [method, canonicalPath, "", `host:${host}`, `x-amz-date:${time}`, "", "host;x-amz-date", sha256(body)].join("\n");
    const toSign = ["AWS4-HMAC-SHA256", time, scope, sha256(canonical)].join("\n");
    const key = hmac(hmac(hmac(hmac(`AWS4${secretAccessKey}`, day), region), service), "aws4_request");
    const signature = createHmac("sha256", key).update(toSign).digest("hex");
    return {
      "x-amz-date": time,
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=host;x-amz-date, Signature=${signature}`,
    };
  };
