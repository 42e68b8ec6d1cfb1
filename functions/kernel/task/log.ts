import { Logger } from "@aws-lambda-powertools/logger";

/**
 * The structured log of every function. What goes in: names of runs, states, streams and outcomes. What never does:
 * tokens, secrets, personal data, or the text of what a person sent.
 */
export const log = new Logger();
