/** The functions log as on AWS; on a laptop, only what failed is worth a line, unless more is asked for. */
export const quietly = (level = "ERROR"): Readonly<Record<string, string>> => ({
  POWERTOOLS_LOG_LEVEL: level,
  POWERTOOLS_METRICS_DISABLED: "true",
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
});
