const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** A whole number with its thousands apart. */
export const whole = (value: number): string => grouped.format(value);

/** A number with three significant digits, but no fewer than its whole part has. */
export const rounded = (value: number): string => (Math.abs(value) >= 100 ? whole(value) : String(Number(value.toPrecision(3))));

/** @param milliseconds a duration, shown in ms below a second */
export const duration = (milliseconds: number): string => (milliseconds < 1000 ? `${rounded(milliseconds)} ms` : `${rounded(milliseconds / 1000)} s`);

/** How often in a second. */
export const rate = (count: number, milliseconds: number): string => rounded((count * 1000) / milliseconds);

/** @param bytes shown in KB (1,024 bytes) from one on */
export const size = (bytes: number): string => (bytes < 1024 ? `${whole(bytes)} B` : `${rounded(bytes / 1024)} KB`);

/** @param bytes shown in MB (1,048,576 bytes) */
export const megabytes = (bytes: number): string => `${rounded(bytes / 1024 ** 2)} MB`;

/** An amount in dollars: with cents from one to a hundred, and three significant digits below. */
export const dollars = (amount: number): string => `$${amount < 1 ? rounded(amount) : amount < 100 ? amount.toFixed(2) : whole(amount)}`;
