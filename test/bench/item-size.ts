const utf8 = (text: string): number => Buffer.byteLength(text, "utf8");

/** Two significant digits a byte, and one more. */
const numberSize = (value: number): number => Math.ceil(String(value).replaceAll(/[^0-9]/g, "").length / 2) + 1;

const valueSize = (value: unknown): number => {
  if (value === null || typeof value === "boolean") return 1;
  if (typeof value === "string") return utf8(value);
  if (typeof value === "number") return numberSize(value);
  if (value instanceof Uint8Array) return value.byteLength;
  if (Array.isArray(value)) return 3 + value.reduce((sum: number, one: unknown) => sum + 1 + valueSize(one), 0);
  if (typeof value === "object") return 3 + Object.entries(value).reduce((sum, [name, one]) => sum + 1 + utf8(name) + valueSize(one), 0);
  throw new TypeError(`DynamoDB holds no ${typeof value}.`);
};

/** Bytes of an item as DynamoDB counts them (Developer Guide, "DynamoDB item sizes and formats"): names and values. */
export const itemSize = (item: Readonly<Record<string, unknown>>): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + utf8(name) + valueSize(value), 0);
