import type { Product } from "../../../../events/product/product";

/** What a listing under test costs at AWS, until its seller says otherwise (`UG:saas-integrate-subscription`). */
const TEST_PRICE = "0.01";

/** What one unit of a dimension costs in US dollars: an exact decimal. */
export const priceOf = ({ dimensions }: Product, dimension: string): string => dimensions.find(({ key }) => key === dimension)?.price ?? TEST_PRICE;
