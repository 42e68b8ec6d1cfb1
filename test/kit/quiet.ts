/** Set before a test imports what logs and counts: the logger and the metrics read it once. */
process.env["POWERTOOLS_LOG_LEVEL"] = "SILENT";
process.env["POWERTOOLS_METRICS_DISABLED"] = "true";
