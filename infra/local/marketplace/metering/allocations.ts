import { createHash } from "node:crypto";
import { refused } from "./refusals";
import type { UsageAllocation, UsageRecord } from "./usage-record";

/** `BC`, meteringmarketplace: TagKey and TagValue. */
const KEY = /^[a-zA-Z0-9+ \-=._:\\/@]{1,100}$/;
const VALUE = /^[a-zA-Z0-9+ \-=._:\\/@]{1,256}$/;
/** The guide's stricter reading: five keys over all the allocations of a record (`UG:metering-for-usage`), not of each. */
const MOST_KEYS = 5;

/** A set of tags to compare, whatever order they came in. */
const pairs = ({ Tags = [] }: UsageAllocation): string => JSON.stringify(Tags.map(({ Key, Value }) => [Key, Value]).sort());

/** A set of tags in one text, whatever order they came in; empty for usage without tags. */
export const tagSet = ({ Tags = [] }: UsageAllocation): string =>
  Tags.map(({ Key, Value }) => `${Key}=${Value}`)
    .sort()
    .join(", ");

const hasBadTags = (allocations: readonly UsageAllocation[]): boolean => {
  const all = allocations.flatMap(({ Tags = [] }) => Tags);
  const twice = allocations.some(({ Tags = [] }) => new Set(Tags.map(({ Key }) => Key)).size < Tags.length);
  return twice || new Set(all.map(({ Key }) => Key)).size > MOST_KEYS || all.some(({ Key, Value }) => !KEY.test(Key) || !VALUE.test(Value));
};

/** Checks how a record's quantity is split by tags. @throws AwsError InvalidTagException, InvalidUsageAllocationsException */
export const checkAllocations = ({ Quantity, UsageAllocations }: UsageRecord): void => {
  if (UsageAllocations === undefined) return;
  if (hasBadTags(UsageAllocations)) throw refused("InvalidTagException");
  const sum = UsageAllocations.reduce((total, { AllocatedUsageQuantity }) => total + AllocatedUsageQuantity, 0);
  const sets = new Set(UsageAllocations.map(pairs));
  if (sum !== Quantity || sets.size < UsageAllocations.length) throw refused("InvalidUsageAllocationsException");
};

/** What tells one record's allocations from another's, whatever order they came in. */
export const allocationsHash = (allocations: readonly UsageAllocation[]): string =>
  createHash("sha256")
    .update(JSON.stringify(allocations.map((allocation) => [pairs(allocation), allocation.AllocatedUsageQuantity]).sort()))
    .digest("hex");
