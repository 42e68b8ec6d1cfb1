import { createHash } from "node:crypto";

/** A file the pages load, named by its content, so that browsers may keep it for ever. */
export interface Asset {
  readonly name: string;
  readonly type: string;
  readonly content: string;
  readonly digest: string;
}

/** Ten hexadecimal digits tell releases apart; nobody gains by a collision. */
export const asset = (name: string, type: string, content: string): Asset => ({
  name,
  type,
  content,
  digest: createHash("sha256").update(content).digest("hex").slice(0, 10),
});

/** The URL of an asset under a base path. */
export const assetUrl = (base: string, { name, digest }: Asset): string => `${base}/assets/${name}?v=${digest}`;
