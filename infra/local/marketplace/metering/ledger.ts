import { z } from "zod";
import type { Documents } from "../../cloud/documents";
import { monthOf } from "./billing-time";
import { MeteringRecord, UsageAllocation } from "./usage-record";
import { walk } from "./walk";

/** What AWS keeps one record of: a license, or an account within a product; an hour; a dimension; a Region. */
export type RecordKey = Pick<MeteringRecord, "productCode" | "accountId" | "licenseArn" | "hour" | "dimension" | "region">;

/** Documents of one kind are found together: those of one product's month, and among them by the beginning of the id those of one subscriber. */
const kindOf = (productCode: string, month: string): string => `marketplace-metered ${productCode} ${month}`;
const subjectOf = ({ licenseArn, accountId }: Pick<RecordKey, "licenseArn" | "accountId">): string => `${licenseArn ?? accountId} `;

/** AWS's key of a record, the first of which counts: dedup is by Region (`SKILL`). */
const idOf = (key: RecordKey): string => `${subjectOf(key)}${key.hour} ${key.dimension} ${key.region}`;

/** A document has 400 KB at most, and a call's allocations up to 1 MB. */
const CHUNK = 300_000;
const ALLOCATIONS = "marketplace-allocations";

const Chunk = z.string();
const Allocations = z.array(UsageAllocation);

/** A record with how it is split by tags. */
export interface Accepted {
  readonly record: MeteringRecord;
  readonly allocations?: readonly UsageAllocation[] | undefined;
}

const chunksOf = ({ record, allocations }: Accepted): readonly { readonly kind: string; readonly id: string; readonly document: unknown }[] => {
  if (allocations === undefined) return [];
  const text = JSON.stringify(allocations);
  return Array.from({ length: Math.ceil(text.length / CHUNK) }, (_, index) => ({
    kind: ALLOCATIONS,
    id: `${record.meteringRecordId} ${String(index).padStart(3, "0")}`,
    document: text.slice(index * CHUNK, (index + 1) * CHUNK),
  }));
};

/** The metering records that AWS holds. Nothing is looked for but by its key or its beginning. */
export const ledger = (documents: Pick<Documents, "getAll" | "putAll" | "page">) => {
  async function* records(productCode: string, month: string, startsWith = ""): AsyncGenerator<MeteringRecord> {
    for await (const document of walk(documents, kindOf(productCode, month), startsWith)) yield MeteringRecord.parse(document);
  }

  return {
    /** What AWS has of these keys of one product, each by `keyText`. */
    find: async (productCode: string, keys: readonly RecordKey[]): Promise<ReadonlyMap<string, MeteringRecord>> => {
      const found = new Map<string, MeteringRecord>();
      const months = new Set(keys.map(({ hour }) => monthOf(hour)));
      for (const month of months) {
        const ids = keys.filter(({ hour }) => monthOf(hour) === month).map(idOf);
        for (const [id, document] of await documents.getAll(kindOf(productCode, month), ids)) found.set(id, MeteringRecord.parse(document));
      }
      return found;
    },
    keyText: idOf,
    /** Writes records, each for the first time; the allocations first, so that none is ever without them. */
    add: async (accepted: readonly Accepted[]): Promise<void> => {
      await documents.putAll(accepted.flatMap(chunksOf));
      await documents.putAll(accepted.map(({ record }) => ({ kind: kindOf(record.productCode, monthOf(record.hour)), id: idOf(record), document: record })));
    },
    /** All of one product's month, subscriber by subscriber and hour by hour; never all at once. */
    ofMonth: (productCode: string, month: string): AsyncGenerator<MeteringRecord> => records(productCode, month),
    /** Those of one subscriber: of a license, or in the form that names an account. */
    ofSubscriber: (productCode: string, month: string, subscriber: Pick<RecordKey, "licenseArn" | "accountId">): AsyncGenerator<MeteringRecord> =>
      records(productCode, month, subjectOf(subscriber)),
    /** How a record is split by tags; undefined if it is not. */
    allocationsOf: async ({ meteringRecordId, allocations }: MeteringRecord): Promise<readonly UsageAllocation[] | undefined> => {
      if (allocations === undefined) return undefined;
      let text = "";
      for await (const document of walk(documents, ALLOCATIONS, `${meteringRecordId} `)) text += Chunk.parse(document);
      const json: unknown = JSON.parse(text);
      return Allocations.parse(json);
    },
  };
};
