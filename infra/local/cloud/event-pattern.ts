type Json = unknown;

const isRecord = (value: Json): value is Readonly<Record<string, Json>> => typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether one value meets one of a pattern's conditions (EventBridge user guide, "Comparison operators"). */
const meets = (condition: Json, value: Json): boolean => {
  if (!isRecord(condition)) return condition === value;
  if ("prefix" in condition) return typeof value === "string" && typeof condition["prefix"] === "string" && value.startsWith(condition["prefix"]);
  if ("suffix" in condition) return typeof value === "string" && typeof condition["suffix"] === "string" && value.endsWith(condition["suffix"]);
  if ("exists" in condition) return (value !== undefined) === condition["exists"];
  if ("anything-but" in condition) {
    const but = condition["anything-but"];
    return value !== undefined && !(Array.isArray(but) ? but : [but]).some((one) => meets(one, value));
  }
  throw new Error(`The embedded cloud can't judge the pattern ${JSON.stringify(condition)}.`);
};

/** Whether an event fits a rule's pattern. */
export const matches = (pattern: Json, event: Json): boolean => {
  if (!isRecord(pattern)) return false;
  return Object.entries(pattern).every(([key, wanted]) => {
    const value = isRecord(event) ? event[key] : undefined;
    if (isRecord(wanted)) return matches(wanted, value);
    const values: readonly Json[] = Array.isArray(value) ? value : [value];
    return Array.isArray(wanted) && wanted.some((condition) => values.some((one) => meets(condition, one)));
  });
};
